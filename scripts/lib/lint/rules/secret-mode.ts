import { isList, isMap } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

const OTHERS_READ = 0o004;
const OTHERS_WRITE = 0o022;

export const secretMode: Rule = {
  id: 'secret-mode',
  severity: 'info',
  summary: 'A secret may be read, or changed, by every process of its container',
  docs: {
    why: 'A hole in a helper that runs as another user then gives away the password of the app. Without any mode it is 0444 as well.',
    fix: 'Write the user of the app as "uid" and "gid", and "mode: 0400".',
    refs: ['CIS Docker 7.4', 'compose specification: secrets, long syntax'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      for (const [index, use] of isList(value.secrets) ? value.secrets.entries() : []) {
        const { mode, source } = isMap(use) ? use : {};
        // What looks octal and is not has a rule of its own.
        if (typeof mode !== 'number' || !Number.isInteger(mode) || mode < 0 || mode > 0o777) continue;
        const isWritable = (mode & OTHERS_WRITE) !== 0;
        if (!isWritable && (mode & OTHERS_READ) === 0) continue;
        const octal = `0${mode.toString(8).padStart(3, '0')}`;
        const what = isWritable ? 'changed' : 'read';
        const message = `Secret ${quote(String(source))} with mode ${octal} may be ${what} by every process`;
        const help = 'Write "mode: 0400", with the user of the app as "uid" and "gid".';
        const severity = isWritable ? 'warning' : 'info';
        report({ file, path: [...path, 'secrets', index, 'mode'], severity, message, help, data: { mode } });
      }
    }
  },
};
