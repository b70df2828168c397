import { quote } from '../../recipe/limits.ts';
import { proseLines } from '../prose.ts';
import type { Rule } from '../rule.ts';

/** What templates and hurried people leave behind. A to-do app may well speak of TODO lists. */
const LEFTOVER =
  /\blorem ipsum\b|\bone line description of the recipe\b|\{\{ ?\.?[A-Za-z][A-Za-z0-9_.]{0,60} ?\}\}|\b(?:TODO|TBD|FIXME|XXX):|^[ \t>*#-]*(?:TODO|TBD|FIXME|XXX)\b/i;
const WHOLE = /^\W*(?:todo|tbd|fixme|xxx|title|summary|description|app|my app|your app|example)\W*$/i;

export const descriptionPlaceholder: Rule = {
  id: 'description-placeholder',
  severity: 'warning',
  summary: 'A description was left as the template had it',
  docs: {
    why: 'Hosters choose by title, summary and README; "TODO" and "{{ .Name }}" tell them that nobody looked.',
    fix: 'Write what it is, or remove the line.',
    refs: ['abra R007', 'recipe format: README.md'],
  },
  check({ files, metadata, settings }, report) {
    const help = 'Write what it is, or remove it.';
    for (const key of ['title', 'summary'] as const) {
      const text = metadata?.[key] ?? '';
      if (!LEFTOVER.test(text) && !WHOLE.test(text)) continue;
      report({ file: 'recipe.yml', path: [key], message: `${quote(text)} describes nothing`, help });
    }
    for (const { name, description, line } of settings) {
      const found = LEFTOVER.exec(description)?.[0];
      if (found === undefined) continue;
      report({
        file: '.env.sample',
        line,
        message: `The description of "${name}" holds ${quote(found.replace(/^[^A-Za-z{]+/, ''))}`,
        help,
      });
    }
    for (const file of files) {
      if (file.path !== 'README.md' && !file.path.startsWith('release/')) continue;
      for (const { text, line } of proseLines(file)) {
        const found = LEFTOVER.exec(text);
        if (found === null) continue;
        const start = found[0].search(/[A-Za-z{]/);
        const message = `${quote(found[0].slice(start))} was left here`;
        report({ file: file.path, line, column: found.index + start + 1, message, help });
      }
    }
  },
};
