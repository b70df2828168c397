import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const privileged: Rule = {
  id: 'privileged',
  severity: 'error',
  summary: 'A service asks for power over the host',
  docs: {
    why: 'Swarm ignores "privileged", but whoever wrote it expects an app that owns the host.',
    fix: 'Remove it; add those single capabilities that the app needs, such as CHOWN, SETUID, NET_BIND_SERVICE.',
    refs: ['CIS Docker 5.5', 'OWASP Docker Security rule 3'],
  },
  waivable: false,
  check(recipe, report) {
    const help = 'Remove it; add single capabilities under "cap_add" if really needed.';
    for (const { file, path, value } of services(recipe)) {
      if (value.privileged !== true && !/^(?:true|yes|on|1)$/i.test(String(value.privileged))) continue;
      report({ file, path: [...path, 'privileged'], message: '"privileged" asks for power over the host', help });
    }
  },
};
