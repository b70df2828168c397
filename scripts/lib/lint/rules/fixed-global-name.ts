import { variablesIn } from '../../recipe/interpolate.ts';
import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { externalName } from '../documents.ts';
import type { Rule } from '../rule.ts';

const KINDS = [
  ['volumes', 'Volume'],
  ['networks', 'Network'],
  ['configs', 'Config'],
  ['secrets', 'Secret'],
] as const;

export const fixedGlobalName: Rule = {
  id: 'fixed-global-name',
  severity: 'warning',
  summary: 'Something the stack makes has a name that does not change with the stack',
  docs: {
    why: 'Names are shared by the whole swarm. A second copy of the app gets the data of the first, or is refused; so does any other stack that had the same idea.',
    fix: 'Start the name with "${STACK_NAME}_", or remove it: swarm then does that by itself.',
    refs: ['recipe format: conventions', 'docker/cli compose/convert: Namespace.Scope'],
  },
  assumes: 'convention',
  check({ compose }, report) {
    for (const { file, value } of compose) {
      for (const [kind, what] of KINDS) {
        for (const [key, entry] of Object.entries(mapOf(value[kind]))) {
          const { name } = mapOf(entry);
          if (typeof name !== 'string' || name === '' || externalName(key, entry) !== null || changes(name)) continue;
          const message = `${what} ${quote(key)} is called ${quote(name)} in every stack`;
          const help = `Call it "\${STACK_NAME}_${key}", or remove "name".`;
          report({ file, path: [kind, key, 'name'], message, help, data: { name } });
        }
      }
    }
  },
};

/** A version is the same in every copy; {{.Service.Name}} is not. */
function changes(name: string): boolean {
  return name.includes('{{') || variablesIn(name).some((variable) => !variable.name.endsWith('_VERSION'));
}
