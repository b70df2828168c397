import { isMap, mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import type { Json } from '../../types.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const unlimitedUlimit: Rule = {
  id: 'unlimited-ulimit',
  severity: 'warning',
  summary: 'A limit of what a process may use is switched off',
  docs: {
    why: 'Files, processes and core dumps without end are how one app takes a node down. Locked memory without end is usual for databases, and harmless once the service has a memory limit.',
    fix: 'Write the number the app needs.',
    refs: ['CIS Docker 5.19', 'OWASP Docker Security rule 7'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const { memory } = mapOf(mapOf(mapOf(value.deploy).resources).limits);
      for (const [name, limit] of Object.entries(mapOf(value.ulimits))) {
        if (name.toLowerCase() === 'memlock' && memory !== undefined) continue;
        const inside = isMap(limit) ? ['hard', 'soft'].find((key) => isUnlimited(limit[key])) : '';
        if (inside === undefined || (inside === '' && !isUnlimited(limit))) continue;
        const at = [...path, 'ulimits', name, ...(inside === '' ? [] : [inside])];
        const message = `Limit ${quote(name)} is switched off`;
        report({ file, path: at, message, help: 'Write the number that the app needs.', data: { limit: name } });
      }
    }
  },
};

function isUnlimited(limit: Json | undefined): boolean {
  return limit === -1 || limit === '-1';
}
