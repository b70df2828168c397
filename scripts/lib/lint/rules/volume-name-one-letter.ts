import { quote } from '../../recipe/limits.ts';
import { isOneLetter, mountsOf } from '../mounts.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const volumeNameOneLetter: Rule = {
  id: 'volume-name-one-letter',
  severity: 'error',
  summary: 'A volume named by one letter is read as a drive of Windows',
  docs: {
    why: 'Of "v:/data" Docker makes an anonymous volume at the path "v:/data"; the stack deploys, and every task is rejected: invalid mount target.',
    fix: 'Give the volume a longer name, or mount it in long form.',
    refs: ['docker/cli compose/loader: ParseVolume, isWindowsDrive'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      for (const mount of mountsOf(service)) {
        if (!isOneLetter(mount)) continue;
        const written = mount.source ?? mount.target ?? '';
        const message = `${quote(written)} is read as a path of Windows, not as volume "${written.charAt(0)}"`;
        const help = 'Give the volume a name of two letters or more, or use the long form.';
        report({ file: service.file, path: mount.path, message, help });
      }
    }
  },
};
