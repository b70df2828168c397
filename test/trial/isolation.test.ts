import { expect, test } from 'vitest';
import { declaredPorts } from '../../scripts/lib/trial/isolation/asked.ts';
import { contactsOf, isDeclared } from '../../scripts/lib/trial/isolation/contacts.ts';
import { hardeningOf } from '../../scripts/lib/trial/isolation/hardening.ts';
import { type Isolation, judge } from '../../scripts/lib/trial/isolation/judge.ts';
import { readReach } from '../../scripts/lib/trial/isolation/neighbour.ts';
import type { Seen } from '../../scripts/lib/trial/isolation/seen.ts';

const SEEN: Seen = {
  service: 'app',
  id: 'a1',
  uid: 10001,
  gid: 10001,
  users: [10001],
  effective: [],
  bounding: [],
  noNewPrivileges: false,
  seccomp: 'filter',
  rootWritable: false,
  listens: [],
  sockets: [],
  addresses: [{ network: 'docker_gwbridge', address: '172.18.0.3' }],
  limits: {
    memoryBytes: 1048576,
    cpus: 0.5,
    pids: 100,
    init: false,
    readOnly: true,
    sysctls: {},
    ulimits: [],
    mounts: [],
  },
};
const ISOLATION: Isolation = {
  services: {},
  reachable: {},
  egress: [],
  seen: [SEEN],
  reach: { names: [], open: [], tried: 65_535, unfinished: [] },
  rules: { findings: [], unexpected: [], waived: 0, rules: 30 },
  hardening: [],
  contacts: [],
};

test('what is asked for and not given is a fault of walls, a warning elsewhere', () => {
  const asked = {
    user: '10001:10001',
    cap_drop: ['ALL'],
    read_only: true,
    security_opt: ['no-new-privileges:true'],
    deploy: { resources: { limits: { memory: '1M', cpus: '0.50', pids: 100 } } },
  };
  const held = hardeningOf(asked, SEEN).filter(({ holds }) => !holds);
  expect(held.map(({ property }) => property)).toEqual(['no-new-privileges']);
  const loose = { ...SEEN, uid: 0, rootWritable: true, bounding: ['CHOWN'], seccomp: 'off' as const };
  const hardening = hardeningOf({ ...asked, sysctls: { 'net.core.somaxconn': 128 }, ulimits: { nofile: 5 } }, loose);
  const { faults, warnings } = judge({ ...ISOLATION, hardening });
  expect(faults).toEqual([
    'Service "app": user: the recipe asks for 10001:10001, swarm gives 0:10001.',
    'Service "app": capabilities: the recipe asks for drop ALL, swarm gives CHOWN.',
    'Service "app": read-only root: the recipe asks for true, swarm gives no.',
  ]);
  expect(warnings.map((each) => each.split(':')[1]?.trim())).toEqual(['no-new-privileges', 'sysctls', 'ulimits']);
});

test('more capabilities than Docker gives when nothing is asked are a fault', () => {
  const [row] = hardeningOf({}, { ...SEEN, bounding: ['CHOWN', 'SYS_ADMIN'] }).filter(({ holds }) => !holds);
  expect(row).toMatchObject({ property: 'capabilities', asked: null });
  expect(
    hardeningOf({ cap_add: ['cap_sys_admin'] }, { ...SEEN, bounding: ['CHOWN', 'SYS_ADMIN'] }).every(
      ({ holds }) => holds,
    ),
  ).toBe(true);
});

test('a socket of the host and a door into another network are faults', () => {
  const reach = { ...ISOLATION.reach, open: [{ service: 'db', network: 'shop_internal', port: 5432 }] };
  const { faults } = judge({ ...ISOLATION, seen: [{ ...SEEN, sockets: ['/run/x.sock'] }], reach });
  expect(faults).toEqual([
    'Service "app" has a socket of the host at "/run/x.sock".',
    'A neighbour reaches port 5432 of service "db" by the network "shop_internal", which is not theirs.',
  ]);
});

test('ports are declared by routes, by publishing, and in recipe.yml', () => {
  const labels = [
    'traefik.http.services.a.loadbalancer.server.port=8080',
    'traefik.tcp.services.b.loadbalancer.server.port=25',
  ];
  const ports = ['127.0.0.1:64738:64738/udp', '9000-9001:9000-9001', { target: 22 }, 53];
  const service = { deploy: { labels }, ports };
  expect(declaredPorts(service, [9090])).toEqual([8080, 25, 64738, 9000, 9001, 22, 53, 9090]);
  expect(declaredPorts({ ports: ['x:y', '1-99999999'] }, [])).toEqual([]);
});

test('a scan that did not come to its end says so', () => {
  const at = [{ service: 'app', network: 'proxy', address: '10.0.1.3' }];
  const reach = readReach('name app 10.0.1.2\nopen 10.0.1.3 80\nopen 10.9.9.9 81\ntried 10.0.1.3 4000\n', at);
  expect(reach.open).toEqual([{ service: 'app', network: 'proxy', port: 80 }]);
  expect(judge({ ...ISOLATION, reach: { ...reach, open: [] } }).warnings).toEqual([
    'Not every port of 10.0.1.3 could be tried in time.',
  ]);
});

test('names of the swarm, of the app itself and of its neighbours are nobody outside', () => {
  const names = ['db', 'tasks.shop_db', 'db.shop_internal', '3.0.0.10.in-addr.arpa', 'shop.test', 'Pool.example'];
  const calls = [
    ...names.map((to) => ({ kind: 'name' as const, from: '127.0.0.1', to })),
    { kind: 'tcp' as const, from: '172.18.0.3', to: '203.0.113.9:443' },
    { kind: 'tcp' as const, from: '172.18.0.3', to: '203.0.113.9:443' },
    { kind: 'tcp' as const, from: '172.18.0.9', to: '198.51.100.1:80' },
  ];
  const known = { seen: [SEEN], ours: ['172.18.0.9'], hosts: ['shop.test'], networks: ['proxy', 'shop_internal'] };
  expect(contactsOf(calls, known)).toEqual([
    { service: 'app', kind: 'tcp', to: '203.0.113.9:443' },
    { service: null, kind: 'name', to: 'Pool.example' },
  ]);
});

test('what may be called is a host, or all below one', () => {
  const name = (to: string) => ({ service: null, kind: 'name', to }) as const;
  expect(isDeclared(name('a.example.org'), ['*.example.org'])).toBe(true);
  expect(isDeclared(name('badexample.org'), ['*.example.org'])).toBe(false);
  expect(isDeclared({ service: null, kind: 'tcp', to: '203.0.113.9:443' }, ['203.0.113.9'])).toBe(true);
});
