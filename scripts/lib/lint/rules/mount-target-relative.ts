import { quote } from '../../recipe/limits.ts';
import { isOneLetter, mountsOf } from '../mounts.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const mountTargetRelative: Rule = {
  id: 'mount-target-relative',
  severity: 'error',
  summary: 'A mount has no absolute path in the container',
  docs: {
    why: 'The stack deploys, and every task is rejected: invalid mount target, must be an absolute path. Nothing can be mounted at "/" either.',
    fix: 'Write the target with a "/" in front.',
    refs: ['swarmkit: agent/exec, validateMounts', 'compose specification: volumes'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      for (const mount of mountsOf(service)) {
        const { target, long, path } = mount;
        if (isOneLetter(mount) || (target !== null && isAbsolute(target))) continue;
        if (target === null && long?.target !== undefined) continue;
        const inside = long === null || target === null ? path : [...path, 'target'];
        const message =
          target === null || target === ''
            ? 'A mount has no target'
            : target === '/'
              ? 'Nothing can be mounted at "/"'
              : `Mount target ${quote(target)} is no absolute path`;
        report({ file: service.file, path: inside, message, help: 'Write a path that starts with "/".' });
      }
    }
  },
};

/** Drives of Windows are the business of nodes that run it. */
function isAbsolute(target: string): boolean {
  return (target.startsWith('/') && !/^\/+$/.test(target)) || /^[A-Za-z]:[\\/]|^\\\\/.test(target);
}
