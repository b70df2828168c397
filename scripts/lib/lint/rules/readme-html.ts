import { quote } from '../../recipe/limits.ts';
import { proseLines } from '../prose.ts';
import type { Rule } from '../rule.ts';

const TAG =
  /<\/?(?:a|b|br|blockquote|center|code|details|div|em|font|h[1-6]|hr|i|iframe|img|kbd|li|ol|p|picture|pre|script|small|source|span|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|tr|u|ul|video)(?:\s[^<>]{0,500})?\/?>/i;

export const readmeHtml: Rule = {
  id: 'readme-html',
  severity: 'info',
  summary: 'README.md or a release note holds HTML, which the catalogue shows as text',
  docs: {
    why: 'Text of recipes is shown beside that of others and on the terminal: HTML in it is never rendered, so readers see the tags.',
    fix: 'Write it in Markdown.',
    refs: ['recipe format: README.md', 'threat model: what reaches a browser'],
  },
  check({ files }, report) {
    for (const file of files) {
      if (file.path !== 'README.md' && !file.path.startsWith('release/')) continue;
      const found = proseLines(file).find(({ text }) => TAG.test(text));
      const match = found === undefined ? null : TAG.exec(found.text);
      if (found === undefined || match === null) continue;
      const message = `HTML ${quote(match[0])} is shown as text`;
      report({ file: file.path, line: found.line, column: match.index + 1, message, help: 'Write it in Markdown.' });
    }
  },
};
