import { isMap, mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { documents, stackName } from '../documents.ts';
import { COMPONENT, lengthFault } from '../names.ts';
import type { Rule } from '../rule.ts';

export const serviceNameInvalid: Rule = {
  id: 'service-name-invalid',
  severity: 'error',
  summary: 'Swarm does not take the name of a service',
  docs: {
    why: 'In the swarm a service is called <stack>_<service>, which must be valid as a part of a host name: no dot, no "-" or "_" at its end, at most 63 characters. The schema takes more.',
    fix: 'Use a short word of letters, digits and "-".',
    refs: ['swarmkit: validateAnnotations', 'compose specification: services'],
  },
  check(recipe, report) {
    const stack = stackName(recipe);
    for (const { file, value } of documents(recipe)) {
      for (const [name, service] of Object.entries(mapOf(value.services))) {
        if (!isMap(service)) continue;
        const at = { file, path: ['services', name], atKey: true } as const;
        if (!COMPONENT.pattern.test(`x${name}`)) {
          const message = `Service ${quote(name)} cannot be part of a host name`;
          report({ ...at, message, help: 'Use letters, digits and "-", and end in a letter or digit.' });
          continue;
        }
        const fault = lengthFault(name, stack, COMPONENT);
        if (fault === null) continue;
        const length = stack.length + 1 + name.length;
        const message = `Service ${quote(name)} has ${length} characters in a stack ${quote(stack)}, over ${COMPONENT.longest}`;
        const severity = fault === 'no stack' ? 'error' : 'warning';
        report({ ...at, severity, message, help: 'Use a shorter name.', data: { length } });
      }
    }
  },
};
