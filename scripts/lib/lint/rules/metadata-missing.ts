import type { Rule } from '../rule.ts';

export const metadataMissing: Rule = {
  id: 'metadata-missing',
  severity: 'error',
  summary: 'The recipe has no recipe.yml',
  docs: {
    why: 'Title, licence, maintainers, the data map and what "works" means stand there; without it nothing can be shown or proven.',
    fix: 'Add it with title, summary, category, licence, website, upstream and maintainers.',
    refs: ['abra R007', 'recipe format: recipe.yml'],
  },
  assumes: 'metadata',
  check({ files, folder }, report) {
    if (files.some(({ path }) => path === 'recipe.yml')) return;
    report({
      file: 'recipe.yml',
      message: `Recipe folder "${folder}" has no recipe.yml`,
      help: 'Add it with title, summary, category, licence, website, upstream, maintainers.',
    });
  },
};
