import { isMap } from '../../recipe/json.ts';
import type { Json } from '../../types.ts';
import { rewrite } from '../edit/replace.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';
import { writtenAt } from '../written.ts';

/** Usual permissions, written as decimal numbers on purpose. */
const DECIMAL = new Set(
  [
    '400',
    '440',
    '444',
    '500',
    '550',
    '555',
    '600',
    '640',
    '644',
    '660',
    '664',
    '666',
    '700',
    '750',
    '755',
    '770',
    '775',
    '777',
  ].map((mode) => Number.parseInt(mode, 8)),
);

export const octalMode: Rule = {
  id: 'octal-mode',
  severity: 'warning',
  summary: 'The mode of a config or secret is decimal and looks octal',
  docs: {
    why: '"mode: 440" is the decimal number 440, which is 0670 in permissions: others may read, or the app itself may not. A setting of 0440 is read as decimal too.',
    fix: 'Write the leading zero: mode: 0440.',
    refs: ['docker/cli compose/types: FileReferenceConfig', 'YAML 1.1: integers'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      for (const kind of ['configs', 'secrets'] as const) {
        const uses: readonly Json[] = Array.isArray(value[kind]) ? value[kind] : [];
        for (const [index, use] of uses.entries()) {
          const mode = isMap(use) ? use.mode : undefined;
          // 0440 is 288 here already, as it is to Docker.
          if (typeof mode !== 'number' || DECIMAL.has(mode) || !/^[1-7][0-7]{2}$/.test(String(mode))) continue;
          const at = [...path, kind, index, 'mode'];
          const written = writtenAt(recipe, file, at);
          // A setting of 0440 is decimal, a plain 0670 is what it says.
          const isSetting = written.includes('$');
          if (!isSetting && written !== String(mode)) continue;
          const octal = `0${mode}`;
          const message = `Mode ${mode} is decimal: it becomes 0${mode.toString(8)}`;
          const help = isSetting ? `Write "mode: ${octal}" out.` : `Write "mode: ${octal}".`;
          const fix = isSetting ? undefined : rewrite(() => octal);
          report({ file, path: at, message, help, data: { mode }, fix });
        }
      }
    }
  },
};
