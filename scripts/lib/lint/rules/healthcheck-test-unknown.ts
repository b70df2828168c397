import { isList, mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { scalarOf } from '../../stack/quantities.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

const KINDS = ['NONE', 'CMD', 'CMD-SHELL'];

export const healthcheckTestUnknown: Rule = {
  id: 'healthcheck-test-unknown',
  severity: 'error',
  summary: 'The list of a healthcheck does not start with CMD, CMD-SHELL or NONE, or goes on where a shell stops',
  docs: {
    why: 'The engine then runs no check and still waits for it: the task stays "starting" for ever, and the service never gets a replica. A lone CMD makes an engine of 20.10 crash. Behind CMD-SHELL it runs the first text only.',
    fix: 'Write [CMD, curl, …], [CMD-SHELL, "curl … || exit 1"], or a plain text.',
    refs: ['moby: daemon/health.go, getProbe', 'compose specification: healthcheck.test'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const { test } = mapOf(value.healthcheck);
      if (!isList(test) || test.length === 0) continue;
      const [first, ...command] = test.map(scalarOf);
      const at = { file, path: [...path, 'healthcheck', 'test', 0] };
      if (first === undefined || !KINDS.includes(first)) {
        const help = 'Put CMD before the command, or CMD-SHELL before a line for the shell.';
        report({ ...at, message: `The test of a healthcheck cannot start with ${quote(first ?? '')}`, help });
      } else if (first !== 'NONE' && command.length === 0) {
        const help = 'Write the command behind it, or [NONE] for no healthcheck.';
        report({ ...at, message: `The test of a healthcheck has nothing behind ${first}`, help });
      } else if (first === 'CMD-SHELL' && command.length > 1) {
        const help = 'Write the line as one text, or CMD instead of CMD-SHELL.';
        const message = `The shell of a healthcheck runs ${quote(command[0] ?? '')} without what follows it`;
        report({ ...at, path: [...path, 'healthcheck', 'test', 2], severity: 'warning', message, help });
      }
    }
  },
};
