import { quote } from '../../recipe/limits.ts';
import { didYouMean } from '../../recipe/nearest.ts';
import { mountsOf, PROPAGATION } from '../mounts.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

const KNOWN = ['ro', 'rw', 'nocopy'];
/** They mean something to docker run: a label of SELinux, or how a Mac keeps a folder in step. */
const HARMLESS = new Set(['z', 'Z', 'cached', 'consistent', 'delegated']);

export const volumeOptionIgnored: Rule = {
  id: 'volume-option-ignored',
  severity: 'warning',
  summary: 'Swarm drops a word behind the target of a mount',
  docs: {
    why: 'Of the words behind the second colon docker stack deploy knows ro, rw, nocopy and propagation; all others it drops without a word. "RO" then leaves the volume writable, and "z" labels nothing.',
    fix: 'Write "ro" in small letters; label folders for SELinux on the nodes.',
    refs: ['docker/cli compose/loader: ParseVolume', 'compose specification: volumes, short syntax'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      for (const { options, target, path } of mountsOf(service)) {
        const ignored = options.filter((word) => word !== '' && !KNOWN.includes(word) && !PROPAGATION.test(word));
        for (const word of new Set(ignored)) {
          const message = `Swarm ignores ${quote(word)} at ${quote(target ?? '')}`;
          const severity = HARMLESS.has(word) ? 'info' : 'warning';
          const hint = HARMLESS.has(word) ? '' : didYouMean(word, KNOWN);
          report({ file: service.file, path, severity, message, help: `Remove it.${hint}`, data: { option: word } });
        }
      }
    }
  },
};
