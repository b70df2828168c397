import { isList } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { didYouMean } from '../../recipe/nearest.ts';
import { scalarOf } from '../../stack/quantities.ts';
import { CAPABILITIES } from '../linux-names.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const capabilityUnknown: Rule = {
  id: 'capability-unknown',
  severity: 'error',
  summary: 'A capability that Linux does not have',
  docs: {
    why: 'The stack deploys, and every task is rejected: unknown capability. "ALL" is no capability but a word, and takes no "CAP_".',
    fix: 'Correct the name; case does not matter, nor does "CAP_" in front.',
    refs: ['moby: oci/caps', 'capabilities(7)', 'compose specification: cap_add'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      for (const key of ['cap_add', 'cap_drop']) {
        const list = value[key];
        for (const [index, entry] of isList(list) ? list.entries() : []) {
          const text = scalarOf(entry);
          const upper = text.trim().toUpperCase();
          const name = upper.replace(/^CAP_/, '');
          if (CAPABILITIES.has(name) && upper !== 'CAP_ALL') continue;
          const hint = didYouMean(name, CAPABILITIES);
          const message = `There is no capability ${quote(text)}`;
          report({ file, path: [...path, key, index], message, help: `Correct the name.${hint}` });
        }
      }
    }
  },
};
