import { hardeningOf, isUnhardened } from '../hardening.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const capabilitiesNotDropped: Rule = {
  id: 'capabilities-not-dropped',
  severity: 'info',
  summary: 'A service that is hardened otherwise keeps capabilities it was not asked to need',
  docs: {
    why: 'Docker gives every container fourteen capabilities; most apps need none, and each is something for an attacker to use.',
    fix: 'Write "cap_drop: [ALL]", and under "cap_add" what the app turns out to need.',
    refs: ['CIS Docker 5.4', 'OWASP Docker Security rule 3'],
  },
  check(recipe, report) {
    for (const { name, file, path, value } of services(recipe)) {
      const hardening = hardeningOf(value);
      if (hardening.drops === 'all' || isUnhardened(hardening)) continue;
      const help = 'Write "cap_drop: [ALL]", and "cap_add" with what it needs.';
      if (hardening.drops === 'some') {
        const message = `Service "${name}" drops some capabilities and keeps the others`;
        report({ file, path: [...path, 'cap_drop'], atKey: true, message, help });
      } else {
        report({ file, path, atKey: true, message: `Service "${name}" keeps all default capabilities`, help });
      }
    }
  },
};
