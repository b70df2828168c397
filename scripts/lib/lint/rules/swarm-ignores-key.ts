import { mapOf } from '../../recipe/json.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';
import { fixFor } from '../swarm-fixes.ts';
import { IGNORED } from '../swarm-keys.ts';

export const swarmIgnoresKey: Rule = {
  id: 'swarm-ignores-key',
  severity: 'warning',
  summary: 'A key that docker stack deploy ignores',
  docs: {
    why: 'It works with docker compose and does nothing here, so what it was meant for is missing: hardening, restarts, devices.',
    fix: 'Replace it by what swarm has for it, or remove it.',
    refs: ['docker/cli compose/types: UnsupportedProperties, DeprecatedProperties'],
  },
  check(recipe, report) {
    for (const { value, path, file } of services(recipe)) {
      for (const key of Object.keys(value)) {
        const help = Object.hasOwn(IGNORED, key) ? IGNORED[key] : undefined;
        if (help === undefined) continue;
        // Without a restart_policy the key is translated into one: a hint, not a loss.
        const works = key === 'restart' && mapOf(value.deploy).restart_policy === undefined;
        const message = works ? 'Key "restart" is not swarm\'s own' : `docker stack deploy ignores "${key}"`;
        const severity = works ? 'info' : 'warning';
        report({
          file,
          path: [...path, key],
          atKey: true,
          severity,
          message,
          help,
          data: { key },
          fix: fixFor(key, value),
        });
      }
    }
  },
};
