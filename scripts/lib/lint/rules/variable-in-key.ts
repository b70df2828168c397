import { quote } from '../../recipe/limits.ts';
import type { Json, Path } from '../../types.ts';
import type { Rule } from '../rule.ts';

export const variableInKey: Rule = {
  id: 'variable-in-key',
  severity: 'warning',
  summary: 'A variable stands in a key, where docker stack deploy does not fill it in',
  docs: {
    why: 'Values are filled in, keys are not: the label is really called "${STACK_NAME}", for every stack alike.',
    fix: 'Write labels and environment as a list: "- key=value" is one value.',
    refs: ['docker/cli compose/interpolation'],
  },
  check({ compose }, report) {
    for (const { file, value } of compose) {
      for (const { key, path } of keysWithVariables(value, [])) {
        const message = `Docker does not fill in the variable in key ${quote(key)}`;
        report({
          file,
          path,
          atKey: true,
          message,
          help: `Write it as an item of a list: "- ${key}=…".`,
          data: { key },
        });
      }
    }
  },
};

function keysWithVariables(value: Json, path: Path): readonly { readonly key: string; readonly path: Path }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => keysWithVariables(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const own = /(?<!\$)\$(?:\{|[A-Za-z_])/.test(key) ? [{ key, path: [...path, key] }] : [];
    return [...own, ...keysWithVariables(item, [...path, key])];
  });
}
