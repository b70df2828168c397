import { FORBIDDEN } from '../../stack/forbidden.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';
import { fixFor } from '../swarm-fixes.ts';

export const swarmForbidsKey: Rule = {
  id: 'swarm-forbids-key',
  severity: 'error',
  summary: 'A key for which docker stack deploy refuses the file',
  docs: {
    why: 'The stack cannot be deployed: "unsupported Compose file".',
    fix: 'Replace it by what swarm has for it.',
    refs: ['docker/cli compose/types: ForbiddenProperties'],
  },
  check(recipe, report) {
    for (const { value, path, file } of services(recipe)) {
      for (const key of Object.keys(value)) {
        const help = Object.hasOwn(FORBIDDEN, key) ? FORBIDDEN[key] : undefined;
        if (help === undefined) continue;
        const message = `docker stack deploy refuses a service with "${key}"`;
        report({ file, path: [...path, key], atKey: true, message, help, data: { key }, fix: fixFor(key, value) });
      }
    }
  },
};
