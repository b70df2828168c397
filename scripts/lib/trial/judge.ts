import type { Probe } from '../types.ts';
import type { Response } from './edge/request.ts';
import { titleOf } from './page.ts';
import type { Route } from './plan.ts';

/** Why a response is not what the probe declares, or null. `retry`: it may still become so. */
export function judgeResponse(
  probe: Probe,
  route: Route,
  response: Response,
): { readonly reason: string; readonly retry: boolean } | null {
  const asked = `GET https://${route.hosts[0]}${probe.path}`;
  if (response.edge !== null)
    return { reason: `${asked}: ${edgeReason(route, response.edge)}`, retry: response.edge !== 'no-route' };
  if (response.status !== probe.status) {
    const reason = `${asked} answered ${response.status}, expected ${probe.status} (last address: ${response.url}).`;
    return { reason, retry: response.status >= 500 };
  }
  const title = titleOf(response.body);
  if (probe.title !== undefined && title?.includes(probe.title) !== true) {
    const seen = title === null ? 'no title' : `the title "${title.slice(0, 80)}"`;
    return { reason: `${asked} has ${seen}, expected one with "${probe.title}".`, retry: false };
  }
  if (probe.body !== undefined && !response.body.includes(probe.body)) {
    return { reason: `${asked} does not contain "${probe.body}".`, retry: false };
  }
  return null;
}

/** What the edge's own page says about the route. */
export function edgeReason(route: Route, page: NonNullable<Response['edge']>): string {
  const target = `${route.service}:${route.port}`;
  switch (page) {
    case 'no-route':
      return `no route has the host; the router rule label names "${route.hosts.join('", "')}".`;
    case 'no-server':
      return `the edge finds no task of service "${route.service}"; put the service on the network "proxy".`;
    case 'no-connection':
      return `the edge cannot reach ${target}; the loadbalancer.server.port label must be the port the app listens on.`;
  }
}
