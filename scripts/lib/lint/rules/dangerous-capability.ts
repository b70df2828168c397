import { isList } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { capabilityName, capabilityPower } from '../capability.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const dangerousCapability: Rule = {
  id: 'dangerous-capability',
  severity: 'error',
  summary: 'A service gets a capability that reaches beyond its container',
  docs: {
    why: 'With SYS_ADMIN, SYS_MODULE, DAC_READ_SEARCH and their like a container can leave its walls. Others, such as NET_ADMIN or SYS_TIME, reach the traffic of neighbours or the clock of the node.',
    fix: 'Drop all capabilities and add back only those the app needs, such as CHOWN, SETUID, NET_BIND_SERVICE.',
    refs: ['CIS Docker 5.4', 'OWASP Docker Security rule 3', 'capabilities(7)'],
  },
  waivable: false,
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      for (const [index, capability] of isList(value.cap_add) ? value.cap_add.entries() : []) {
        const text = String(capability);
        const power = capabilityPower(text);
        if (power === null) continue;
        const at = { file, path: [...path, 'cap_add', index], data: { capability: capabilityName(text) } };
        if (power === 'escape') {
          report({ ...at, message: `Capability ${quote(text)} is a way out of the container`, help: 'Remove it.' });
        } else {
          const message = `Capability ${quote(text)} reaches beyond the app`;
          report({ ...at, severity: 'warning', message, help: 'Remove it unless the app is made for that.' });
        }
      }
    }
  },
};
