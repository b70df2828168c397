import { isList, mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const healthcheckContradicts: Rule = {
  id: 'healthcheck-contradicts',
  severity: 'error',
  summary: 'A healthcheck is both given and switched off',
  docs: {
    why: 'docker stack deploy refuses it: test and disable can\'t be set at the same time. An overlay cannot switch off the healthcheck of compose.yml by "disable" either.',
    fix: 'Keep one of them. To switch a healthcheck off in an overlay, write "test: [NONE]".',
    refs: ['docker/cli compose/convert: convertHealthcheck', 'compose specification: healthcheck'],
  },
  check(recipe, report) {
    for (const { name, file, path, value } of services(recipe)) {
      const { test, disable } = mapOf(value.healthcheck);
      const isOff = disable === true || disable === 'true';
      // Docker makes a list of CMD-SHELL and the text of any text, an empty one as well.
      const hasTest = typeof test === 'string' || (isList(test) && test.length > 0);
      if (!isOff || !hasTest) continue;
      const message = `The healthcheck of ${quote(name)} has a test and is switched off`;
      const help = 'Remove "disable", or "test".';
      report({ file, path: [...path, 'healthcheck', 'disable'], message, help });
    }
  },
};
