import { isList } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { isUnconfined } from '../profile.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const hardeningNotApplied: Rule = {
  id: 'hardening-not-applied',
  severity: 'warning',
  summary: 'A protection that is written down and that swarm does not apply',
  docs: {
    why: 'Whoever reads "no-new-privileges" or the name of a profile believes the service is protected by it; swarm drops "security_opt" as a whole, so it is not.',
    fix: 'Protect the service by what swarm does apply: user, read_only, cap_drop: [ALL]. Without capabilities to win and as another user than root, no-new-privileges has little left to do.',
    refs: [
      'CIS Docker 5.2',
      'CIS Docker 5.26',
      'OWASP Docker Security rule 4',
      'docker/cli compose/types: UnsupportedProperties',
    ],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      for (const [index, option] of isList(value.security_opt) ? value.security_opt.entries() : []) {
        if (typeof option !== 'string' || isUnconfined(option)) continue;
        const message = `${quote(option)} protects nothing: swarm does not apply it`;
        const help = 'Use "user", "read_only" and "cap_drop", which it does apply.';
        report({ file, path: [...path, 'security_opt', index], message, help });
      }
    }
  },
};
