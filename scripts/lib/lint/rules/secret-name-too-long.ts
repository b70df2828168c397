import { interpolate } from '../../recipe/interpolate.ts';
import { sampleEnvironment, stackName } from '../documents.ts';
import { externals } from '../externals.ts';
import type { Rule } from '../rule.ts';

/** Docker's limit for the name of a secret or config. */
const LONGEST = 64;
/** What is left of it for the short name when stack and version take their usual room. */
const LONGEST_SHORT = 12;

export const secretNameTooLong: Rule = {
  id: 'secret-name-too-long',
  severity: 'warning',
  summary: 'The name of a secret leaves too little room for the name of the stack',
  docs: {
    why: "Docker refuses names over 64 characters, and a hoster's stack is often called after a long domain.",
    fix: 'Keep the part between stack and version to 12 characters.',
    refs: ['abra R015', 'recipe format: conventions'],
  },
  check(recipe, report) {
    const environment = sampleEnvironment(recipe);
    for (const { key, name, file, path } of externals(recipe, 'secrets')) {
      const full = interpolate(name, environment).value;
      const help = `Use a key of at most ${LONGEST_SHORT} characters.`;
      if (full.length > LONGEST) {
        const message = `Secret "${full}" has ${full.length} characters in a stack "${stackName(recipe)}", over ${LONGEST}`;
        report({ file, path, severity: 'error', message, help, data: { length: full.length } });
      } else if (key.length > LONGEST_SHORT) {
        const message = `Secret "${key}" has a name of ${key.length} characters`;
        report({ file, path, message, help, data: { length: key.length } });
      }
    }
  },
};
