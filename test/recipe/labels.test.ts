import { describe, expect, test, vi } from 'vitest';
import { containerLabels, environment, serviceLabels } from '../../scripts/lib/recipe/labels.ts';
import { routeOf, routesOf } from '../../scripts/lib/recipe/route.ts';
import { cpuMs } from './cpu.ts';

/** Work is measured in processor time; the clock on the wall may be slow on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

test('labels of list and map form are the same, each with its own path', () => {
  const list = { deploy: { labels: ['a=1', 'b=x=y', 'c'] } };
  const map = { deploy: { labels: { a: 1, b: 'x=y', c: null } } };
  expect(serviceLabels(list).map(({ key, value }) => [key, value])).toEqual(
    serviceLabels(map).map(({ key, value }) => [key, value]),
  );
  expect(serviceLabels(list)[1]).toEqual({ key: 'b', value: 'x=y', path: ['deploy', 'labels', 1] });
  expect(serviceLabels(map)[1]).toEqual({ key: 'b', value: 'x=y', path: ['deploy', 'labels', 'b'] });
});

test('environment without a value is null: Docker takes it from the hoster', () => {
  expect(environment({ environment: ['A', 'B=', 'C=d'] }).map(({ value }) => value)).toEqual([null, '', 'd']);
  expect(environment({ environment: { A: null, B: '', C: true } }).map(({ value }) => value)).toEqual([
    null,
    '',
    'true',
  ]);
});

test.each([undefined, null, 7, 'x', [], {}, { deploy: 1 }, { deploy: { labels: 'x' } }, { labels: [[1], { a: 1 }] }])(
  'a malformed service %j has none',
  (service) => {
    expect([...serviceLabels(service), ...containerLabels(service), ...environment(service)]).toEqual([]);
  },
);

describe('route', () => {
  const service = (rule: string, more: string[] = []) => ({
    deploy: {
      labels: [
        'traefik.enable=true',
        `traefik.http.routers.x.rule=${rule}`,
        'traefik.http.routers.x.entrypoints=web-secure',
        'traefik.http.routers.x.tls.certresolver=production',
        'traefik.http.services.x.loadbalancer.server.port=8080',
        ...more,
      ],
    },
  });

  test('of a usual recipe', () => {
    expect(routeOf('app', service('Host(`a.test`) || Host(`B.test`)'))).toEqual({
      service: 'app',
      router: 'x',
      rule: 'Host(`a.test`) || Host(`B.test`)',
      hosts: ['a.test', 'b.test'],
      pathPrefix: null,
      otherMatchers: [],
      port: 8080,
      entrypoints: ['web-secure'],
      tls: true,
      problem: null,
    });
  });

  test.each([
    ['Host(`a`, `b`)', { hosts: ['a', 'b'], pathPrefix: null, problem: null }],
    ['Host("a")', { hosts: ['a'], problem: null }],
    ['(Host(`a`)||Host(`b`))&&PathPrefix(`/x`)', { hosts: ['a', 'b'], pathPrefix: '/x', problem: null }],
    ['HostRegexp(`.*`)', { hosts: [], otherMatchers: ['HostRegexp'], problem: null }],
    ['!Host(`a`) && !(Host(`b`))', { hosts: [], otherMatchers: ['Host'], problem: null }],
    ['Host(`a`) Host(`b`)', { problem: 'Two matchers need && or || between them' }],
    ['Host(`a`', { problem: 'Matcher Host is not closed' }],
    ['Host(a)', { problem: 'Matcher Host needs its values in back-quotes' }],
    ['Host(`a`) ||', { problem: 'The rule ends where a matcher should follow' }],
    ['(Host(`a`)', { problem: 'A bracket is not closed' }],
    ['Host(`a`))', { problem: 'A bracket is closed that was never opened' }],
    ['Host(`a`, )', { problem: 'Matcher Host needs its values in back-quotes' }],
    ['Host(`a', { problem: 'The rule is not understood' }],
    ['', { problem: 'The rule ends where a matcher should follow' }],
  ])('rule %s', (rule, expected) => {
    expect(routeOf('app', service(rule))).toMatchObject(expected);
  });

  test('there is none unless traefik is enabled', () => {
    expect(routesOf('app', { deploy: { labels: ['traefik.http.routers.x.rule=Host(`a`)'] } })).toEqual([]);
    expect(routesOf('app', { labels: ['traefik.enable=true', 'traefik.http.routers.x.rule=Host(`a`)'] })).toEqual([]);
  });

  test('a router may name its service among several, in any case of letters', () => {
    const labels = ['Traefik.HTTP.Services.Two.LoadBalancer.Server.Port=9000', 'traefik.http.routers.x.service=two'];
    expect(routeOf('app', service('Host(`a`)', labels))?.port).toBe(9000);
    expect(routeOf('app', service('Host(`a`)', labels.slice(0, 1)))?.port).toBeNull();
  });

  test('a hostile rule takes no time', async () => {
    const brackets = service(`${'('.repeat(2000)}Host(\`a\`)`);
    const escapes = service(`Host("${'\\'.repeat(4000)}`);
    expect(await cpuMs(() => [routeOf('app', brackets), routeOf('app', escapes)])).toBeLessThan(200);
  });
});
