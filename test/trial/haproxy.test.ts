import { describe, expect, test } from 'vitest';
import { haproxyConfig } from '../../scripts/lib/trial/edge/haproxy.ts';

const ROUTE = { service: 'app', hosts: ['wiki.test', 'www.wiki.test'], port: 8080, path: '/', tls: true };

describe('haproxyConfig', () => {
  test('finds tasks by Docker DNS and sends every host of the route to them', () => {
    const config = haproxyConfig('wiki', [ROUTE]);
    expect(config).toContain('server-template task 4 tasks.wiki_app:8080 resolvers docker');
    expect(config).toContain('use_backend route-0 if { req.hdr(host),field(1,:),lower -m str wiki.test }');
    expect(config).toContain('use_backend route-0 if { req.hdr(host),field(1,:),lower -m str www.wiki.test }');
  });

  test('a path narrows the route', () => {
    expect(haproxyConfig('wiki', [{ ...ROUTE, path: '/dav' }])).toContain('wiki.test } { path_beg /dav }');
  });

  test.each([
    ['a host with a line break', { hosts: ['a\nbind :1'] }],
    ['a host with a brace', { hosts: ['a } { always_true'] }],
    ['an upper-case host', { hosts: ['A.test'] }],
    ['a path with a space', { path: '/a b' }],
    ['a path that is none', { path: 'a' }],
    ['a port out of range', { port: 70000 }],
    ['a port that is no number', { port: Number.NaN }],
    ['a service with a space', { service: 'app x' }],
  ])('%s never reaches the configuration', (_name, bad) => {
    expect(() => haproxyConfig('wiki', [{ ...ROUTE, ...bad }])).toThrow(RangeError);
  });
});
