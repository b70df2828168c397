import { isMap, mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { documents, externalName, stackName } from '../documents.ts';
import { lengthFault, PLAIN } from '../names.ts';
import type { Rule } from '../rule.ts';

export const configNameInvalid: Rule = {
  id: 'config-name-invalid',
  severity: 'error',
  summary: 'Swarm does not take the name of a config or secret that the stack makes',
  docs: {
    why: 'docker stack deploy refuses names over 64 characters, with others than letters, digits, "-", "_" and ".", or that start or end in one of the last three. Where no "name" stands it is <stack>_<key>.',
    fix: 'Give it a short "name": ${STACK_NAME}_<short>_${<SHORT>_VERSION}.',
    refs: ['swarmkit: validateConfigOrSecretAnnotations', 'abra R015', 'compose specification: configs'],
  },
  check(recipe, report) {
    const stack = stackName(recipe);
    for (const { file, value } of documents(recipe)) {
      for (const kind of ['configs', 'secrets'] as const) {
        for (const [key, entry] of Object.entries(mapOf(value[kind]))) {
          if (!isMap(entry) || externalName(key, entry) !== null) continue;
          const isNamed = typeof entry.name === 'string' && entry.name !== '';
          const name = isNamed ? String(entry.name) : `${stack}_${key}`;
          const at = isNamed
            ? ({ file, path: [kind, key, 'name'] } as const)
            : ({ file, path: [kind, key], atKey: true } as const);
          const what = kind === 'configs' ? 'Config' : 'Secret';
          // A version that is set nowhere leaves "_" behind, which has a rule of its own.
          if (!PLAIN.pattern.test(isNamed ? name.replace(/(?<=[a-zA-Z0-9])_$/, '') : name)) {
            const message = `${what} ${quote(isNamed ? name : key)} has a name that swarm does not take`;
            report({
              ...at,
              message,
              help: 'Use letters, digits, "-", "_" and ".", and start and end in one of the first two.',
            });
          } else if (name.length > PLAIN.longest) {
            const message = `${what} ${quote(name)} has ${name.length} characters, over ${PLAIN.longest}`;
            const severity = isNamed || lengthFault(key, stack, PLAIN) === 'no stack' ? 'error' : 'warning';
            report({ ...at, severity, message, help: 'Use a shorter name.', data: { length: name.length } });
          }
        }
      }
    }
  },
};
