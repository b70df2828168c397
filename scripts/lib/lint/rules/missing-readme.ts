import type { Rule } from '../rule.ts';

export const missingReadme: Rule = {
  id: 'missing-readme',
  severity: 'error',
  summary: 'The recipe has no README.md',
  docs: {
    why: 'It tells hosters what the app is and what to do before and after they install or upgrade it.',
    fix: 'Add it: what it is, before, after, upgrade notes.',
    refs: ['abra R007', 'recipe format'],
  },
  assumes: 'folder',
  check({ files, folder }, report) {
    if (files.some(({ path }) => path === 'README.md')) return;
    report({
      file: 'README.md',
      message: `Recipe folder "${folder}" has no README.md`,
      help: 'Add it: what the app is, what to do before and after installing it.',
    });
  },
};
