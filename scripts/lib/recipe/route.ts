/** The Traefik labels of a service → the route they declare. Labels must have their variables filled in. */
import type { Json } from '../types.ts';
import { serviceLabels } from './labels.ts';
import { readRule } from './route-rule.ts';

export interface Route {
  /** The compose service the labels stand on. */
  readonly service: string;
  readonly router: string;
  readonly rule: string;
  readonly hosts: readonly string[];
  /** Null when the rule has none. */
  readonly pathPrefix: string | null;
  /** Other matchers the rule uses, e.g. `HostRegexp`. */
  readonly otherMatchers: readonly string[];
  /** Null when no label says it. */
  readonly port: number | null;
  readonly entrypoints: readonly string[];
  readonly tls: boolean;
  /** Why Traefik would refuse the rule, null when it would not. */
  readonly problem: string | null;
}

/** The first route of a service, null when it has none. */
export function routeOf(name: string, service: Json | undefined): Route | null {
  return routesOf(name, service)[0] ?? null;
}

/** One route per HTTP router; none unless `traefik.enable=true`. */
export function routesOf(name: string, service: Json | undefined): readonly Route[] {
  // Traefik compares label names without regard to case.
  const labels = new Map(serviceLabels(service).map(({ key, value }) => [key.toLowerCase(), value] as const));
  if (labels.get('traefik.enable')?.toLowerCase() !== 'true') return [];
  const ports = new Map<string, number>();
  const routers = new Map<string, Map<string, string>>();
  for (const [key, value] of labels) {
    const port = /^traefik\.http\.services\.([^.]+)\.loadbalancer\.server\.port$/.exec(key)?.[1];
    if (port !== undefined && /^[0-9]{1,5}$/.test(value)) ports.set(port, Number(value));
    const [, router, option] = /^traefik\.http\.routers\.([^.]+)\.(.+)$/.exec(key) ?? [];
    if (router === undefined || option === undefined) continue;
    const options = routers.get(router) ?? new Map<string, string>();
    routers.set(router, options.set(option, value));
  }
  return [...routers].flatMap(([router, options]) => {
    const rule = options.get('rule');
    if (rule === undefined) return [];
    const entrypoints = (options.get('entrypoints') ?? '').split(',').map((entrypoint) => entrypoint.trim());
    return [
      {
        service: name,
        router,
        rule,
        ...readRule(rule),
        port: portOf(ports, options.get('service') ?? null),
        entrypoints: entrypoints.filter((entrypoint) => entrypoint !== ''),
        tls: [...options].some(
          ([option, value]) => option.startsWith('tls.') || (option === 'tls' && value !== 'false'),
        ),
      },
    ];
  });
}

/** Of the service the router names, else of the only one there is, as Traefik does. */
function portOf(ports: ReadonlyMap<string, number>, wanted: string | null): number | null {
  if (wanted !== null) return ports.get((wanted.split('@')[0] ?? '').toLowerCase()) ?? null;
  const [only] = ports.values();
  return ports.size === 1 ? (only ?? null) : null;
}
