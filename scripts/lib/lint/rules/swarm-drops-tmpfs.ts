import { isList } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { bytesOf } from '../../stack/quantities.ts';
import { type FixTarget, together } from '../edit/fix.ts';
import { append } from '../edit/put.ts';
import { remove } from '../edit/remove.ts';
import { since } from '../edit/since.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const swarmDropsTmpfs: Rule = {
  id: 'swarm-drops-tmpfs',
  severity: 'warning',
  summary: 'Swarm drops "tmpfs" of a service',
  docs: {
    why: 'docker stack deploy drops it without a word: what was meant for memory is written to the disk of the container, and with "read_only" cannot be written at all.',
    fix: 'Mount it in long form under "volumes": {type: tmpfs, target: /run, tmpfs: {size: 67108864}}.',
    refs: ['docker/cli compose/convert', 'compose specification: tmpfs'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const { tmpfs } = value;
      const entries = (isList(tmpfs) ? tmpfs : [tmpfs]).filter((entry) => typeof entry === 'string' && entry !== '');
      if (entries.length === 0) continue;
      const message = `Swarm ignores "tmpfs": ${entries
        .map((entry) => quote(String(entry)))
        .slice(0, 3)
        .join(', ')}`;
      const help = 'Mount it under "volumes" with "type: tmpfs".';
      const [only = ''] = entries.length === 1 ? entries : [];
      const fix = since(6, (target: FixTarget) => longForm(target, String(only)));
      report({ file, path: [...path, 'tmpfs'], atKey: true, message, help, fix });
    }
  },
};

/** Only a path and a size can be said in long form. */
function longForm(target: FixTarget, text: string) {
  const [, path, size] = /^(\/[\w./-]*)(?::size=([0-9a-zA-Z.]+))?$/.exec(text) ?? [];
  if (path === undefined) return null;
  const bytes = size === undefined ? null : bytesOf(size);
  if (size !== undefined && (bytes === null || bytes === 0)) return null;
  const volumes = { ...target, path: [...target.path.slice(0, -1), 'volumes'] };
  const options = bytes === null ? {} : { tmpfs: { size: String(bytes) } };
  return together(append(volumes, { type: 'tmpfs', target: path, ...options }), remove(target));
}
