import { ICON_NAMES, iconFault } from '../../recipe/icon.ts';
import type { Rule } from '../rule.ts';

export const iconUnsafe: Rule = {
  id: 'icon-unsafe',
  severity: 'error',
  summary: 'The icon could run or fetch something, or is no image',
  docs: {
    why: 'An SVG is a document that may hold scripts, links and entities. The catalogue shows none that does, and reviewers need not look for tricks in a picture.',
    fix: 'Save it as plain SVG of shapes and paths, or as PNG, under 64 KiB.',
    refs: ['threat model: what reaches a browser', 'SVG 2 § 2.3'],
  },
  waivable: false,
  check({ files }, report) {
    for (const file of files) {
      if (!ICON_NAMES.some((name) => name === file.path)) continue;
      const fault = iconFault(file);
      if (fault === null) continue;
      const { message, help, offset } = fault;
      // What is no text has no lines.
      const before = file.encoding === 'utf8' ? file.content.slice(0, offset) : '';
      const line = before.split('\n').length;
      report({ file: file.path, line, column: before.length - before.lastIndexOf('\n'), message, help });
    }
  },
};
