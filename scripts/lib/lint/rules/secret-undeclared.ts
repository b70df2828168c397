import { isMap } from '../../recipe/json.ts';
import { didYouMean } from '../../recipe/nearest.ts';
import type { Json } from '../../types.ts';
import { declared } from '../documents.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const secretUndeclared: Rule = {
  id: 'secret-undeclared',
  severity: 'error',
  summary: 'A service uses a secret or config that no top-level entry declares',
  docs: {
    why: 'docker stack deploy refuses the stack: undefined secret.',
    fix: 'Declare it under the top-level "secrets:" or "configs:", or correct the name.',
    refs: ['docker/cli compose/convert', 'compose specification: secrets'],
  },
  check(recipe, report) {
    for (const { value, path, file, document } of services(recipe)) {
      for (const kind of ['secrets', 'configs'] as const) {
        const names = Object.keys(declared(document, kind));
        const uses = Array.isArray(value[kind]) ? (value[kind] as readonly Json[]) : [];
        for (const [index, use] of uses.entries()) {
          const source = isMap(use) ? use.source : use;
          if (typeof source !== 'string' || names.includes(source)) continue;
          const message = `${kind === 'secrets' ? 'Secret' : 'Config'} "${source}" is not declared`;
          const help = `Declare it under the top-level "${kind}:".${didYouMean(source, names.slice(0, 40))}`;
          const inside = isMap(use) ? [index, 'source'] : [index];
          report({ file, path: [...path, kind, ...inside], message, help, data: { source } });
        }
      }
    }
  },
};
