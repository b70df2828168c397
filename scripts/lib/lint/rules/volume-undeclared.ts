import { quote } from '../../recipe/limits.ts';
import { didYouMean } from '../../recipe/nearest.ts';
import { declared } from '../documents.ts';
import { mountsOf } from '../mounts.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const volumeUndeclared: Rule = {
  id: 'volume-undeclared',
  severity: 'error',
  summary: 'A service mounts a volume that no top-level entry declares',
  docs: {
    why: 'docker stack config passes the file and docker stack deploy refuses it: undefined volume.',
    fix: 'Declare it under the top-level "volumes:", or correct the name. A path needs "./" or "/" in front.',
    refs: ['docker/cli compose/convert: Volumes', 'compose specification: volumes'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      const volumes = declared(service.document, 'volumes');
      for (const { kind, source, long, path } of mountsOf(service)) {
        if (kind !== 'volume' || source === null || source === '' || Object.hasOwn(volumes, source)) continue;
        const message = `Volume ${quote(source)} is not declared`;
        const help = `Declare it under the top-level "volumes:".${didYouMean(source, Object.keys(volumes).slice(0, 40))}`;
        const inside = long === null ? path : [...path, 'source'];
        report({ file: service.file, path: inside, message, help, data: { volume: source } });
      }
    }
  },
};
