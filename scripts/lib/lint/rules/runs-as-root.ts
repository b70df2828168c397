import { quote } from '../../recipe/limits.ts';
import { hardeningOf, isUnhardened } from '../hardening.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';
import { isRoot, userOf } from '../user.ts';

export const runsAsRoot: Rule = {
  id: 'runs-as-root',
  severity: 'error',
  summary: 'A service runs as root, or does not say as whom',
  docs: {
    why: 'Root in the container is root to the kernel, and to every volume: one hole in either and the node is lost. Without "user" it is the image that decides, and most images decide for root.',
    fix: 'Name the user of the image by number, as in user: "1000:1000". Where the image must start as root to set owners and then becomes another user, drop the capabilities it does not need, and waive this with that reason.',
    refs: ['CIS Docker 4.1', 'OWASP Docker Security rule 2'],
  },
  assumes: 'convention',
  check(recipe, report) {
    for (const { name, file, path, value } of services(recipe)) {
      const user = userOf(value.user);
      if (user !== null && isRoot(user)) {
        const message = `User ${quote(String(value.user))} is root`;
        const help = 'Name another user of the image, by number.';
        report({ file, path: [...path, 'user'], message, help });
      } else if (user === null && !isUnhardened(hardeningOf(value))) {
        const message = `Service "${name}" does not say as which user it runs`;
        const help = 'Name the user of the image by number, as in user: "1000:1000".';
        report({ file, path, atKey: true, severity: 'info', message, help });
      }
    }
  },
};
