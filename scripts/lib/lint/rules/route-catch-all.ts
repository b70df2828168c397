import { quote } from '../../recipe/limits.ts';
import { routes } from '../routes.ts';
import type { Rule } from '../rule.ts';

/** Match more than the hosts that are written out. */
const WIDE = /^(?:HostRegexp|HostSNI|HostSNIRegexp|ClientIP|Method|PathRegexp)$/;

export const routeCatchAll: Rule = {
  id: 'route-catch-all',
  severity: 'error',
  summary: 'A route takes requests of other apps, or Traefik refuses it',
  docs: {
    why: 'The proxy is shared: a route without a host, or with a pattern for hosts, answers in place of other apps and can collect their passwords.',
    fix: 'Write Host(`${DOMAIN}`), further hosts joined by "||", a path behind "&&" if needed.',
    refs: ['Traefik 3: rules', 'recipe format: labels', 'threat model: proxy'],
  },
  waivable: false,
  check(recipe, report) {
    const help = 'Write the host out: "Host(`${DOMAIN}`)".';
    for (const { rule, hosts, otherMatchers, problem, file, path } of routes(recipe)) {
      const wide = otherMatchers.find((matcher) => WIDE.test(matcher));
      if (problem !== null) {
        report({ file, path, message: `Traefik refuses route ${quote(rule)}: ${problem}`, help, data: { rule } });
      } else if (wide !== undefined) {
        const message = `Route ${quote(rule)} matches by ${wide}, which takes more than its own host`;
        report({ file, path, message, help, data: { rule } });
      } else if (hosts.length === 0) {
        report({ file, path, message: `Route ${quote(rule)} names no host`, help, data: { rule } });
      }
    }
  },
};
