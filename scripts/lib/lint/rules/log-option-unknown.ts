import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { didYouMean } from '../../recipe/nearest.ts';
import { bytesOf, scalarOf } from '../../stack/quantities.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

const FILES = ['max-size', 'max-file', 'compress'];
/** These apply to every driver. */
const COMMON = ['mode', 'max-buffer-size'];
const OPTIONS: { readonly [driver: string]: readonly string[] } = {
  'json-file': [...FILES, ...COMMON, 'labels', 'labels-regex', 'env', 'env-regex', 'tag'],
  local: [...FILES, ...COMMON],
};

export const logOptionUnknown: Rule = {
  id: 'log-option-unknown',
  severity: 'error',
  summary: 'A log driver has no such option, or cannot read its value',
  docs: {
    why: 'The stack deploys, and every task is rejected: unknown log opt.',
    fix: 'json-file and local have max-size, max-file and compress; json-file also labels, env and tag.',
    refs: ['moby: daemon/logger/jsonfilelog, local', 'Docker: logging drivers'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const { driver, options } = mapOf(value.logging);
      const known = typeof driver === 'string' && Object.hasOwn(OPTIONS, driver) ? OPTIONS[driver] : undefined;
      if (known === undefined) continue;
      for (const [key, option] of Object.entries(mapOf(options))) {
        const at = { file, path: [...path, 'logging', 'options', key] };
        const text = scalarOf(option);
        if (!known.includes(key)) {
          const message = `Log driver "${driver}" has no option ${quote(key)}`;
          report({ ...at, atKey: true, message, help: `Remove or rename it.${didYouMean(key, known)}` });
        } else if (key === 'max-size' && text !== '' && text !== '-1' && bytesOf(text) === null) {
          const message = `Log driver "${driver}" reads no size from ${quote(text)}`;
          report({ ...at, message, help: 'Write e.g. "10m".' });
        }
      }
    }
  },
};
