import { quote } from '../../recipe/limits.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const workingDirRelative: Rule = {
  id: 'working-dir-relative',
  severity: 'error',
  summary: 'The working directory is no absolute path',
  docs: {
    why: 'The stack deploys, and every task is rejected: the working directory needs to be an absolute path. "~" is not expanded.',
    fix: 'Write it with a "/" in front.',
    refs: ['moby: daemon, verifyContainerSettings', 'compose specification: working_dir'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const { working_dir: folder } = value;
      if (typeof folder !== 'string' || folder === '' || /^(?:\/|[A-Za-z]:|\\)/.test(folder)) continue;
      const message = `Working directory ${quote(folder)} is no absolute path`;
      report({ file, path: [...path, 'working_dir'], message, help: 'Write a path that starts with "/".' });
    }
  },
};
