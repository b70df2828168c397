import { hardeningOf, isUnhardened } from '../hardening.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const writableRoot: Rule = {
  id: 'writable-root',
  severity: 'info',
  summary: 'A service that is hardened otherwise may change its own program files',
  docs: {
    why: 'An attacker can put code where the app will run it; and what the app itself writes outside its volumes is lost with the next update, without anybody noticing before.',
    fix: 'Write "read_only: true", and mount a tmpfs in long form where the app must write.',
    refs: ['CIS Docker 5.13', 'OWASP Docker Security rule 8'],
  },
  check(recipe, report) {
    for (const { name, file, path, value } of services(recipe)) {
      const hardening = hardeningOf(value);
      if (hardening.isReadOnly || isUnhardened(hardening)) continue;
      const help = 'Write "read_only: true", and mount a tmpfs where it must write.';
      const message = `Service "${name}" has a root filesystem it may write to`;
      report({ file, path, atKey: true, message, help });
    }
  },
};
