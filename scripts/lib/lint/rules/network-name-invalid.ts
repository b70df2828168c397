import { isMap, mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { documents, externalName, stackName } from '../documents.ts';
import { COMPONENT, lengthFault } from '../names.ts';
import { joinedNetworks } from '../networks.ts';
import type { Rule } from '../rule.ts';

export const networkNameInvalid: Rule = {
  id: 'network-name-invalid',
  severity: 'error',
  summary: 'Swarm does not take the name of a network',
  docs: {
    why: 'The name of an overlay network must be valid as a part of a host name, at most 63 characters: its own "name", or <stack>_<key> where it has none. docker stack deploy stops there.',
    fix: 'Use letters, digits, "-" and "_", and start and end in a letter or digit.',
    refs: ['swarmkit: validateAnnotations', 'compose specification: networks.name'],
  },
  check(recipe, report) {
    const stack = stackName(recipe);
    const joined = joinedNetworks(recipe);
    for (const { file, value } of documents(recipe)) {
      for (const [key, network] of Object.entries(mapOf(value.networks))) {
        // What no service joins is never made.
        if (externalName(key, network) !== null || !joined.has(key)) continue;
        const { name } = isMap(network) ? network : {};
        const isNamed = typeof name === 'string' && name !== '';
        const at = isNamed
          ? ({ file, path: ['networks', key, 'name'] } as const)
          : ({ file, path: ['networks', key], atKey: true } as const);
        const full = isNamed ? name : `${stack}_${key}`;
        if (!COMPONENT.pattern.test(full)) {
          const message = `Network ${quote(isNamed ? name : key)} cannot be part of a host name`;
          report({ ...at, message, help: 'Use letters, digits, "-" and "_", and end in a letter or digit.' });
        } else if (full.length > COMPONENT.longest) {
          const message = `Network ${quote(full)} has ${full.length} characters, over ${COMPONENT.longest}`;
          const severity = isNamed || lengthFault(key, stack, COMPONENT) === 'no stack' ? 'error' : 'warning';
          report({ ...at, severity, message, help: 'Use a shorter name.', data: { length: full.length } });
        }
      }
    }
  },
};
