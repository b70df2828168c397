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
  assumes: 'convention',
  check(recipe, report) {
    const sampled = recipe.settings.map(({ value }) => value);
    const values = [...sampled, ...Object.values(recipe.metadata?.trial.env ?? {})];
    // EXTRA_DOMAINS holds a whole piece of a rule.
    const named = new Set(values.flatMap((value) => value.toLowerCase().match(/[a-z0-9_.-]+/g) ?? []));
    for (const { hosts, file, path } of routes(recipe)) {
      for (const host of hosts) {
        if (host === '' || isNamed(host, named)) continue;
        const message = `Route takes host ${quote(host)}, which no setting names`;
        report({ file, path, message, help: 'Write "Host(`${DOMAIN}`)", or another setting.', data: { host } });
      }
    }
  },
};

/** Itself, or below a host with a dot in it: `files.${DOMAIN}`. */
function isNamed(host: string, named: ReadonlySet<string>): boolean {
  const labels = host.split('.', 10);
  return (
    named.has(host) || labels.some((_, index) => index < labels.length - 1 && named.has(labels.slice(index).join('.')))
  );
}
