import type { Rule } from '../rule.ts';

export const missingEnvSample: Rule = {
  id: 'missing-env-sample',
  severity: 'error',
  summary: 'The recipe has no .env.sample',
  docs: {
    why: 'It is the list of settings that a hoster copies to .env and fills in; without it nobody knows what to set.',
    fix: 'Add it: one line for each setting, required ones uncommented, a comment above each.',
    refs: ['abra R008', 'recipe format: .env.sample'],
  },
  assumes: 'folder',
  check({ files, folder }, report) {
    if (files.some(({ path }) => path === '.env.sample')) return;
    report({
      file: '.env.sample',
      message: `Recipe folder "${folder}" has no .env.sample`,
      help: 'Add it with one line for each setting, at least DOMAIN.',
    });
  },
};
