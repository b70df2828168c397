import { isMap, type JsonMap, mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { didYouMean } from '../../recipe/nearest.ts';
import { scalarOf } from '../../stack/quantities.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

/** Of setrlimit(2), as Docker writes them; it takes any case. */
const NAMES = new Set([
  ...['as', 'core', 'cpu', 'data', 'fsize', 'locks', 'memlock', 'msgqueue', 'nice', 'nofile', 'nproc', 'rss'],
  ...['rtprio', 'rttime', 'sigpending', 'stack'],
]);

export const ulimitRefused: Rule = {
  id: 'ulimit-refused',
  severity: 'error',
  summary: 'A limit of a process that the kernel refuses',
  docs: {
    why: 'The stack deploys, and every container fails to start: Linux has no such limit, or the soft one is above the hard one.',
    fix: 'Correct the name; raise "hard" or lower "soft".',
    refs: ['runc: createLibcontainerConfig, setrlimit(2)', 'compose specification: ulimits'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      for (const [name, limit] of Object.entries(mapOf(value.ulimits))) {
        const at = { file, path: [...path, 'ulimits', name] };
        if (!NAMES.has(name.toLowerCase())) {
          const help = `Correct the name.${didYouMean(name, NAMES)}`;
          report({ ...at, atKey: true, message: `There is no limit ${quote(name)}`, help });
        } else if (isMap(limit) && isUpsideDown(limit)) {
          const message = `Limit ${quote(name)} has a soft value of ${scalarOf(limit.soft)}, over its hard one`;
          report({ ...at, message, help: 'Raise "hard" or lower "soft".' });
        }
      }
    }
  },
};

/** Below zero there is no limit. */
function isUpsideDown({ soft, hard }: JsonMap): boolean {
  const [low, high] = [Number(scalarOf(soft) || Number.NaN), Number(scalarOf(hard) || Number.NaN)];
  return (low < 0 ? Number.POSITIVE_INFINITY : low) > (high < 0 ? Number.POSITIVE_INFINITY : high);
}
