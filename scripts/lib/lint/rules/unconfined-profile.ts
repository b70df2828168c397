import { isList } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { isUnconfined } from '../profile.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const unconfinedProfile: Rule = {
  id: 'unconfined-profile',
  severity: 'error',
  summary: "A service asks to run without Docker's seccomp, AppArmor or SELinux profile",
  docs: {
    why: 'The profiles close the kernel calls that most ways out of a container use. Swarm keeps them whatever "security_opt" says: an app that needs them gone does not work here.',
    fix: 'Remove the entry; find out which call the app wants, and whether it can do without.',
    refs: ['CIS Docker 5.2', 'CIS Docker 5.3', 'CIS Docker 5.22', 'OWASP Docker Security rule 6'],
  },
  assumes: 'convention',
  waivable: false,
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      for (const [index, option] of isList(value.security_opt) ? value.security_opt.entries() : []) {
        if (!isUnconfined(String(option))) continue;
        const message = `${quote(String(option))} takes a wall of the container down`;
        report({ file, path: [...path, 'security_opt', index], message, help: 'Remove it.' });
      }
    }
  },
};
