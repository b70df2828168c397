import { environment } from '../../recipe/labels.ts';
import { quote } from '../../recipe/limits.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

/** In a mapping such quotes are YAML's own, and those of a value are meant. */
const QUOTED = /^(["'])(?:(?!\1).)+\1$/s;

export const quotesInValue: Rule = {
  id: 'quotes-in-value',
  severity: 'warning',
  summary: 'A variable gets the quotes that stand around its value',
  docs: {
    why: 'Behind "NAME=" in a list quotes mean nothing to YAML: the app gets them, as the first and last character of a password or a path.',
    fix: 'Leave them out, or put them around the whole entry: "NAME=value".',
    refs: ['YAML 1.2 § 7.3.3', 'compose specification: environment'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      if (!Array.isArray(value.environment)) continue;
      for (const { key, value: text, path: inside } of environment(value)) {
        if (text === null || !QUOTED.test(text)) continue;
        const message = `${quote(key)} gets the quotes as part of its value`;
        const help = 'Remove them, or quote the whole entry.';
        report({ file, path: [...path, ...inside], message, help, data: { key } });
      }
    }
  },
};
