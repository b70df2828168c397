import type { Route } from '../plan.ts';

/** Says which of our own pages a response is; an app never sends it. */
export const EDGE_HEADER = 'x-recipe-commons-edge';

const HOST = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const SERVICE = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$/;
const PATH = /^\/[A-Za-z0-9._~/-]{0,200}$/;

/**
 * HAProxy's configuration for the routes that the labels of `stack` declare. Servers are the tasks Docker's DNS names,
 * so it needs no VIP. Throws RangeError for a route that is not plainly a host, a path and a port.
 */
export function haproxyConfig(stack: string, routes: readonly Route[]): string {
  for (const route of routes) expectPlain(stack, route);
  return [
    'global',
    '  log stdout format raw local0',
    '  maxconn 256',
    'defaults',
    '  mode http',
    '  log global',
    '  option forwardfor',
    '  timeout connect 2s',
    '  timeout client 60s',
    '  timeout server 60s',
    `  http-error status 502 ${ownPage('no-connection', 'The service does not speak HTTP on this port.')}`,
    `  http-error status 503 ${ownPage('no-connection', 'The service does not listen on this port.')}`,
    'resolvers docker',
    '  nameserver docker 127.0.0.11:53',
    '  timeout resolve 200ms',
    '  timeout retry 200ms',
    '  hold valid 200ms',
    '  hold obsolete 1s',
    'frontend edge',
    '  bind :8080',
    '  bind :8443 ssl crt /run/secrets/edge.pem',
    '  http-request set-header X-Forwarded-Proto https if { ssl_fc }',
    '  http-request set-header X-Forwarded-Proto http unless { ssl_fc }',
    '  http-request set-header X-Forwarded-Host %[req.hdr(host)]',
    ...routes.flatMap((route, index) =>
      route.hosts.map((host) => `  use_backend route-${index} if ${hostMatches(host)}${pathMatches(route.path)}`),
    ),
    '  default_backend no-route',
    'backend no-route',
    `  http-request return status 404 ${ownPage('no-route', 'No route has this host.')}`,
    ...routes.flatMap((route, index) => [
      `backend route-${index}`,
      `  http-request return status 503 ${ownPage('no-server', 'No task of the service is known yet.')} if { nbsrv lt 1 }`,
      `  server-template task 4 tasks.${stack}_${route.service}:${route.port} resolvers docker init-addr none`,
    ]),
    '',
  ].join('\n');
}

function ownPage(marker: string, text: string): string {
  return `content-type text/plain hdr ${EDGE_HEADER} ${marker} string "${text}\\n"`;
}

function hostMatches(host: string): string {
  return `{ req.hdr(host),field(1,:),lower -m str ${host} }`;
}

function pathMatches(path: string): string {
  return path === '/' ? '' : ` { path_beg ${path} }`;
}

/** Labels are the recipe's: whatever could end a line or a word of the configuration stops here. */
function expectPlain(stack: string, route: Route): void {
  const port = Number.isInteger(route.port) && route.port > 0 && route.port < 65_536;
  const names = SERVICE.test(stack) && SERVICE.test(route.service);
  if (port && names && PATH.test(route.path) && route.hosts.every((host) => HOST.test(host))) return;
  throw new RangeError(`not a plain route: ${JSON.stringify(route)}`);
}
