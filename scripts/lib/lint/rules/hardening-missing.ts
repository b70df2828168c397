import { hardeningOf, isUnhardened } from '../hardening.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const hardeningMissing: Rule = {
  id: 'hardening-missing',
  severity: 'info',
  summary: 'A service gives up none of the power that containers have by default',
  docs: {
    why: 'Whoever breaks into the app is root in the container, with fourteen capabilities and every file of it to change.',
    fix: 'Set "user", "read_only: true" with tmpfs volumes for what must be written, and "cap_drop: [ALL]", as far as the image allows. Once one of them is there, rules of their own ask for the others.',
    refs: ['CIS Docker 4.1', 'CIS Docker 5.4', 'CIS Docker 5.13', 'OWASP Docker Security rules 2, 3 and 8'],
  },
  check(recipe, report) {
    for (const { name, file, path, value } of services(recipe)) {
      if (!isUnhardened(hardeningOf(value))) continue;
      const message = `Service "${name}" has none of "user", "read_only" and "cap_drop"`;
      report({ file, path, atKey: true, message, help: 'Start with "cap_drop: [ALL]" and see what the app misses.' });
    }
  },
};
