import { quote } from '../../recipe/limits.ts';
import { documents } from '../documents.ts';
import { type Port, portsOf } from '../ports.ts';
import type { Rule } from '../rule.ts';
import { type Service, servicesOf } from '../services.ts';

export const portPublishedTwice: Rule = {
  id: 'port-published-twice',
  severity: 'error',
  summary: 'Two entries publish the same port of the swarm',
  docs: {
    why: 'Within one service docker stack deploy refuses it; across services the second one is refused when half of the stack stands already. Two services with the port in mode "host" deploy, and never run on the same node.',
    fix: 'Publish each port once; a mesh port and a host port of the same number exclude each other as well.',
    refs: ['swarmkit: validateEndpointSpec, checkPortConflicts', 'compose specification: ports'],
  },
  check(recipe, report) {
    for (const document of documents(recipe)) {
      for (const { first, second } of clashes(servicesOf(document).flatMap(publishedOf))) {
        const { service, path, text, mode } = second;
        const isSame = first.service.name === service.name;
        const mayRun = !isSame && mode === 'host' && first.mode === 'host';
        const number = Math.max(first.range[0], second.range[0]);
        const where = isSame ? 'by another entry' : `by service ${quote(first.service.name)}`;
        const message = `Port ${number} of ${quote(text)} is published ${where} as well`;
        const help = 'Publish it once, or under another number.';
        const severity = mayRun ? ({ severity: 'warning' } as const) : {};
        report({ file: service.file, path, ...severity, message, help, data: { port: number } });
      }
    }
  },
};

type Published = Port & {
  readonly service: Service;
  readonly range: readonly [number, number];
  readonly order: number;
};

function publishedOf(service: Service): readonly Published[] {
  return portsOf(service).flatMap((port, order) =>
    port.published === null ? [] : [{ ...port, service, range: port.published, order }],
  );
}

/** Walks the ranges by their first port, so that a recipe full of ranges costs no more than sorting them. */
function clashes(ports: readonly Published[]): readonly { readonly first: Published; readonly second: Published }[] {
  const found: { first: Published; second: Published }[] = [];
  const numbered = ports.map((port, order) => ({ ...port, order }));
  const furthest = new Map<string, Published>();
  for (const port of numbered.sort((a, b) => a.range[0] - b.range[0] || a.order - b.order)) {
    for (const mode of ['ingress', 'host']) {
      const other = furthest.get(`${port.protocol} ${mode}`);
      if (other === undefined || other.range[1] < port.range[0]) continue;
      found.push(other.order < port.order ? { first: other, second: port } : { first: port, second: other });
    }
    const mode = port.mode === 'host' ? 'host' : 'ingress';
    const last = furthest.get(`${port.protocol} ${mode}`);
    if (last === undefined || last.range[1] < port.range[1]) furthest.set(`${port.protocol} ${mode}`, port);
  }
  return found;
}
