import { quote } from '../../recipe/limits.ts';
import type { Json } from '../../types.ts';
import { rewrite } from '../edit/replace.ts';
import type { Rule } from '../rule.ts';

export const composeVersion: Rule = {
  id: 'compose-version',
  severity: 'error',
  summary: 'Compose files name different versions of the format, or none at all',
  docs: {
    why: 'docker stack deploy refuses files that are deployed together and differ: "version mismatched between two composefiles". Older clients, such as 20.10 of Debian 12, refuse a file without any: "unsupported Compose file version: 1.0".',
    fix: 'Write the same line into every compose file: version: "3.9".',
    refs: ['abra R001', 'docker/cli compose/loader', 'docker/cli compose/schema: Version'],
  },
  check({ compose }, report) {
    const base = compose.find(({ overlay }) => overlay === '');
    if (base === undefined) return;
    const { version } = base.value;
    if (version === undefined) {
      const message = `"${base.file}" names no version, which older Docker clients refuse`;
      const help = 'Add version: "3.9" above the services, here and in every overlay.';
      report({ file: base.file, path: [], severity: 'info', message, help });
    }
    for (const { file, value } of compose) {
      const [own, expected] = [meaningOf(value.version), meaningOf(version)];
      if (own === expected) continue;
      const message = `"${file}" has version ${quote(own)}, compose.yml has ${quote(expected)}`;
      const help = version === undefined ? 'Write the same line into both.' : `Write version: ${quote(expected)}.`;
      const fix = typeof version === 'string' ? rewrite(() => JSON.stringify(version)) : undefined;
      report({ file, path: ['version'], message, help, data: { version: own, expected }, fix });
    }
  },
};

/** Without one, and with "3", Docker takes the latest. */
function meaningOf(version: Json | undefined): string {
  return version === undefined || version === '3' ? '3.13' : String(version);
}
