import { mapOf } from '../../recipe/json.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const memoryLimitMissing: Rule = {
  id: 'memory-limit-missing',
  severity: 'warning',
  summary: 'A service may use all memory of its node',
  docs: {
    why: 'One leaking app then takes down every other app on the same server.',
    fix: 'Set deploy.resources.limits.memory to what the app needs at its peak, with some room.',
    refs: ['CIS Docker 5.11', 'recipe format: conventions'],
  },
  check(recipe, report) {
    for (const { name, file, path, value } of services(recipe)) {
      const { memory } = mapOf(mapOf(mapOf(value.deploy).resources).limits);
      if (memory !== undefined && memory !== null && memory !== '') continue;
      const help = 'Write "resources: {limits: {memory: 256M}}" under "deploy", with what it needs.';
      report({ file, path, atKey: true, message: `Service "${name}" has no memory limit`, help });
    }
  },
};
