import { serviceLabels } from '../../recipe/labels.ts';
import { quote } from '../../recipe/limits.ts';
import { routes } from '../routes.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const routeWithoutTls: Rule = {
  id: 'route-without-tls',
  severity: 'warning',
  summary: 'A route answers without TLS and redirects nobody',
  docs: {
    why: 'Passwords and sessions pass over the internet in the clear. A router without "tls" does not answer https at all, whatever its entrypoint is called.',
    fix: 'Add "traefik.http.routers.${STACK_NAME}.tls.certresolver=${LETS_ENCRYPT_ENV}"; a router that only redirects to https needs none.',
    refs: ['recipe format: labels', 'Traefik 3: routers, TLS'],
  },
  assumes: 'convention',
  check(recipe, report) {
    const redirecting = new Set(
      services(recipe).flatMap(({ value: service }) =>
        serviceLabels(service).flatMap(({ key, value }) => {
          const router = /^traefik\.http\.routers\.([^.]+)\.middlewares$/i.exec(key)?.[1];
          return router !== undefined && /redirect|https/i.test(value) ? [router.toLowerCase()] : [];
        }),
      ),
    );
    for (const { router, tls, entrypoints, file, path } of routes(recipe)) {
      if (tls || redirecting.has(router)) continue;
      // An entrypoint with TLS of its own: nobody can tell from here.
      const severity = entrypoints.some((entrypoint) => /secure|https|tls|ssl|443/i.test(entrypoint))
        ? 'info'
        : 'warning';
      const message = `Route ${quote(router)} has no TLS`;
      const help = `Add the label "traefik.http.routers.${router}.tls.certresolver=\${LETS_ENCRYPT_ENV}".`;
      report({ file, path, severity, message, help, data: { router } });
    }
  },
};
