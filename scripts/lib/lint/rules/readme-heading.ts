import { proseLines } from '../prose.ts';
import type { Rule } from '../rule.ts';

export const readmeHeading: Rule = {
  id: 'readme-heading',
  severity: 'info',
  summary: 'README.md does not start with a heading, or says nothing below it',
  docs: {
    why: 'The page of the recipe begins with it: what the app is, and what a hoster does before and after installing it.',
    fix: 'Start with "# Name of the app" and a sentence about it.',
    refs: ['abra R007', 'recipe format: README.md'],
  },
  check({ files }, report) {
    const readme = files.find(({ path }) => path === 'README.md');
    if (readme === undefined) return;
    const written = proseLines(readme).filter(({ text }) => text.trim() !== '');
    const [first, second] = written;
    const file = readme.path;
    if (first === undefined) {
      report({ file, message: 'README.md is empty', help: 'Say what the app is, and what a hoster must do.' });
    } else if (!/^#{1,2}\s+\S/.test(first.text) && !/^=+\s*$/.test(second?.text ?? '')) {
      const message = 'README.md does not start with a heading';
      report({ file, line: first.line, message, help: 'Start it with "# " and the name of the app.' });
    } else if (second === undefined) {
      const message = 'README.md says nothing below its heading';
      report({ file, line: first.line, message, help: 'Say what the app is, and what a hoster must do.' });
    }
  },
};
