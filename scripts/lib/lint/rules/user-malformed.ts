import { quote } from '../../recipe/limits.ts';
import { scalarOf } from '../../stack/quantities.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

const LARGEST = 2 ** 31 - 1;

export const userMalformed: Rule = {
  id: 'user-malformed',
  severity: 'error',
  summary: 'A user or group that no container can run as',
  docs: {
    why: 'The stack deploys, and every task fails: uids and gids must be in range 0-2147483647. Any other text is looked up in /etc/passwd and /etc/group of the image, where names hold no blanks.',
    fix: 'Write "uid:gid" in numbers, or a name that the image has.',
    refs: ['runc: user.GetExecUser', 'compose specification: user'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const text = scalarOf(value.user);
      const parts = text.split(':', 2);
      const part = parts.find((each) => fault(each) !== null);
      if (part === undefined) continue;
      const message = `User ${quote(text)} ${fault(part)}`;
      report({ file, path: [...path, 'user'], message, help: 'Write "uid:gid" in numbers, or a name of the image.' });
    }
  },
};

function fault(part: string): string | null {
  if (/^[+-]?[0-9]+$/.test(part)) {
    const number = Number(part);
    return number < 0 || number > LARGEST ? `is not between 0 and ${LARGEST}` : null;
  }
  return /[\s"'/,]/.test(part) ? 'has a character that no name of a user has' : null;
}
