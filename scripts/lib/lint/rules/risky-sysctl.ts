import { isList, isMap } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import type { Json, Path } from '../../types.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';
import { sysctlFault } from '../sysctl.ts';

export const riskySysctl: Rule = {
  id: 'risky-sysctl',
  severity: 'warning',
  summary: 'A kernel setting that opens the container, or that only the node itself can have',
  docs: {
    why: 'A container that forwards packets or believes forged addresses is a router for whoever breaks in. What is not a setting of its own namespaces, such as vm.max_map_count, the engine refuses when the task starts.',
    fix: 'Remove it. What the node must have belongs into the README: sysctl -w vm.max_map_count=262144.',
    refs: ['runc: libcontainer/configs/validate', 'compose specification: sysctls'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      for (const [name, setting, inside] of entriesOf(value.sysctls)) {
        const fault = sysctlFault(name, setting);
        if (fault === null) continue;
        const message = `${quote(name)} ${fault}`;
        report({ file, path: [...path, 'sysctls', ...inside], message, help: 'Remove it.', data: { name } });
      }
    }
  },
};

function entriesOf(value: Json | undefined): readonly (readonly [name: string, value: string, path: Path])[] {
  if (isMap(value)) return Object.entries(value).map(([name, setting]) => [name, String(setting), [name]] as const);
  return (isList(value) ? value : []).map((entry, index) => {
    const [name = '', setting = ''] = String(entry).split('=', 2);
    return [name, setting, [index]] as const;
  });
}
