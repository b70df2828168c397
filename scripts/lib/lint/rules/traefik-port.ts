import { type Entry, serviceLabels } from '../../recipe/labels.ts';
import { quote } from '../../recipe/limits.ts';
import { isRouted } from '../networks.ts';
import type { Problem, Rule } from '../rule.ts';
import { services } from '../services.ts';

const PORT = /^traefik\.http\.services\.([^.]+)\.loadbalancer\.server\.(?:port|url)$/i;
const ROUTER = /^traefik\.http\.routers\.([^.]+)\.(rule|service)$/i;

export const traefikPort: Rule = {
  id: 'traefik-port',
  severity: 'warning',
  summary: 'Traefik cannot know to which port of the service it should send requests',
  docs: {
    why: 'Of a swarm service Traefik sees no exposed ports: without loadbalancer.server.port it drops the route with "port is missing"; with several ports, a router that names none is dropped too.',
    fix: 'Add "traefik.http.services.${STACK_NAME}.loadbalancer.server.port=<port>"; with several, name one in "traefik.http.routers.<router>.service".',
    refs: ['recipe format: labels', 'Traefik: swarm provider, port detection'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const labels = serviceLabels(value);
      const own = serviceLabels(value);
      if (!isRouted(labels)) continue;
      for (const problem of portProblems(own)) report({ file, ...problem, path: [...path, ...(problem.path ?? [])] });
      const ports = labels.flatMap(({ key }) => PORT.exec(key)?.[1] ?? []);
      const named = new Set(
        labels.flatMap(({ key }) => (/\.service$/i.test(key) ? (ROUTER.exec(key)?.[1] ?? []) : [])),
      );
      if (ports.length === 1) continue;
      for (const { key, path: inside } of own) {
        const [, router, option] = ROUTER.exec(key) ?? [];
        if (router === undefined || option?.toLowerCase() !== 'rule' || named.has(router)) continue;
        const [message, help] =
          ports.length === 0
            ? [
                `No label says which port router ${quote(router)} leads to`,
                'Add one that ends in "loadbalancer.server.port".',
              ]
            : [
                `Router ${quote(router)} names none of the ${ports.length} services`,
                `Add "traefik.http.routers.${router}.service".`,
              ];
        report({ file, path: [...path, ...inside], message, help, data: { router } });
      }
    }
  },
};

function portProblems(labels: readonly Entry[]): readonly Omit<Problem, 'file'>[] {
  return labels.flatMap(({ key, value, path }) => {
    if (!PORT.test(key) || !/port$/i.test(key)) return [];
    if (/^[0-9]{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535) return [];
    return [{ path, message: `Port ${quote(value)} of a router is no port`, help: 'Write a number from 1 to 65535.' }];
  });
}
