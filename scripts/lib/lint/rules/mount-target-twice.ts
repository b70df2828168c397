import { posix } from 'node:path';
import { isList, isMap } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import type { Path } from '../../types.ts';
import { mountsOf } from '../mounts.ts';
import type { Rule } from '../rule.ts';
import { type Service, services } from '../services.ts';

export const mountTargetTwice: Rule = {
  id: 'mount-target-twice',
  severity: 'error',
  summary: 'Two mounts, configs or secrets of a service have the same path in the container',
  docs: {
    why: 'docker stack deploy refuses the same target twice; "/data" and "/data/" deploy, and no task starts. Of a config and a secret at one path the app sees one of them only.',
    fix: 'Give each a path of its own.',
    refs: ['swarmkit: validateMounts', 'docker/cli service/parse', 'moby: container.ValidateMountPoints'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      const taken = new Map<string, Target>();
      for (const target of targetsOf(service)) {
        const other = taken.get(target.full);
        taken.set(target.full, other ?? target);
        if (other === undefined) continue;
        const message = `${quote(target.written)} is the target of another ${other.kind} already`;
        const isHidden = target.kind !== 'mount' && other.kind !== 'mount' && !isRefused(target, other);
        const severity = isHidden ? ({ severity: 'warning' } as const) : {};
        const help = 'Give it a path of its own.';
        report({ file: service.file, path: target.path, ...severity, message, help, data: { target: target.full } });
      }
    }
  },
};

interface Target {
  readonly kind: 'mount' | 'config' | 'secret';
  readonly written: string;
  readonly full: string;
  readonly path: Path;
}

function isRefused(one: Target, other: Target): boolean {
  return one.kind === other.kind && one.written === other.written;
}

function* targetsOf(service: Service): Iterable<Target> {
  for (const { target, long, path } of mountsOf(service)) {
    if (target === null || target === '') continue;
    yield { kind: 'mount', written: target, full: clean(target), path: long === null ? path : [...path, 'target'] };
  }
  for (const [key, kind, folder] of [
    ['configs', 'config', '/'],
    ['secrets', 'secret', '/run/secrets/'],
  ] as const) {
    const uses = service.value[key];
    for (const [index, use] of isList(uses) ? uses.entries() : []) {
      const path = [...service.path, key, index];
      const { source, target } = isMap(use) ? use : { source: use, target: undefined };
      const isNamed = typeof target === 'string' && target !== '';
      const written = isNamed ? target : source;
      if (typeof written !== 'string') continue;
      const full = clean(written.startsWith('/') ? written : folder + written);
      yield { kind, written, full, path: isNamed ? [...path, 'target'] : path };
    }
  }
}

function clean(path: string): string {
  return posix.normalize(path).replace(/(?<=.)\/$/, '');
}
