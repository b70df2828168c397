import { quote } from '../../recipe/limits.ts';
import { routes } from '../routes.ts';
import type { Rule } from '../rule.ts';

export const routeForeignHost: Rule = {
  id: 'route-foreign-host',
  severity: 'error',
  summary: 'A route takes a host that no setting names',
  docs: {
    why: 'The proxy is shared: a recipe that writes a host name down takes the requests of whoever has that host.',
    fix: 'Take every host from a setting: DOMAIN, EXTRA_DOMAINS or one of its own.',
    refs: ['recipe format: labels', 'threat model: proxy'],
  },
  check(recipe, report) {
    const sampled = recipe.settings.map(({ value }) => value);
    const values = [...sampled, ...Object.values(recipe.metadata?.trial.env ?? {})]
      .map((value) => value.toLowerCase())
      .filter((value) => value.includes('.'));
    for (const { hosts, file, path } of routes(recipe)) {
      for (const host of hosts) {
        // EXTRA_DOMAINS holds a whole piece of a rule; a route may add names below DOMAIN.
        if (host === '' || values.some((value) => value.includes(host) || host.endsWith(`.${value}`))) continue;
        const message = `Route takes host ${quote(host)}, which no setting names`;
        report({ file, path, message, help: 'Write "Host(`${DOMAIN}`)", or another setting.', data: { host } });
      }
    }
  },
};
