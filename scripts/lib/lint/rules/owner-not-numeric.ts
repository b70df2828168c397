import { isList, mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { scalarOf } from '../../stack/quantities.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const ownerNotNumeric: Rule = {
  id: 'owner-not-numeric',
  severity: 'error',
  summary: 'The owner of a config or secret is given by name',
  docs: {
    why: 'The stack deploys, and every container fails to start: the engine reads a number there and does not look into the image for names.',
    fix: 'Write the number: "docker run --rm <image> id -u <name>" tells it.',
    refs: ['moby: daemon/container_operations, setupSecretDir', 'compose specification: secrets, uid'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      for (const kind of ['configs', 'secrets']) {
        const uses = value[kind];
        for (const [index, use] of isList(uses) ? uses.entries() : []) {
          for (const key of ['uid', 'gid']) {
            const text = scalarOf(mapOf(use)[key]);
            if (text === '' || /^[+-]?[0-9]{1,10}$/.test(text)) continue;
            const message = `"${key}" of ${quote(text)} is no number`;
            report({
              file,
              path: [...path, kind, index, key],
              message,
              help: 'Write the number of the user or group.',
            });
          }
        }
      }
    }
  },
};
