import { isMap } from '../../recipe/json.ts';
import { documents } from '../documents.ts';
import { remove } from '../edit/remove.ts';
import { mapToList } from '../edit/replace.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';
import { fixFor } from '../swarm-fixes.ts';
import { REJECTED, REJECTED_AT_TOP } from '../swarm-keys.ts';

export const swarmRejectsKey: Rule = {
  id: 'swarm-rejects-key',
  severity: 'error',
  summary: 'A key of the compose specification that the schema of docker stack deploy does not have',
  docs: {
    why: 'The file is valid for docker compose, and docker stack deploy refuses it: its schema ended at version 3.13.',
    fix: 'Replace it by what swarm has for it, or remove it.',
    refs: ['docker/cli compose/schema 3.13', 'compose specification'],
  },
  check(recipe, report) {
    for (const { value, file } of documents(recipe)) {
      for (const key of Object.keys(value)) {
        const help = Object.hasOwn(REJECTED_AT_TOP, key) ? REJECTED_AT_TOP[key] : undefined;
        if (help === undefined) continue;
        report({
          file,
          path: [key],
          atKey: true,
          message: `docker stack deploy refuses "${key}"`,
          help,
          data: { key },
          fix: key === 'name' ? remove : undefined,
        });
      }
    }
    for (const { value, path, file } of services(recipe)) {
      for (const key of Object.keys(value)) {
        const help = Object.hasOwn(REJECTED, key) ? REJECTED[key] : undefined;
        if (help === undefined) continue;
        const message = `docker stack deploy refuses a service with "${key}"`;
        report({ file, path: [...path, key], atKey: true, message, help, data: { key }, fix: fixFor(key, value) });
      }
      if (!isMap(value.depends_on)) continue;
      const help = 'Write a plain list; swarm starts all services at once, so let the app wait by itself.';
      const at = { file, path: [...path, 'depends_on'], atKey: true } as const;
      report({ ...at, message: 'docker stack deploy refuses "depends_on" as a mapping', help, fix: mapToList });
    }
  },
};
