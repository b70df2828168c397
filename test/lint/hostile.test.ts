/** Each input must be answered by a rule of this name, as an error that no waiver takes away or a reviewer must have waived. */
import { describe, expect, test } from 'vitest';
import { lint } from '../../scripts/lib/lint/lint.ts';
import { lintReport } from '../../scripts/lib/lint/report.ts';
import { recipeWith } from './fixtures.ts';

/** What is quadratic in its input takes minutes here; a busy machine takes a second for what is not. */
const SECONDS = 20;

function answer(compose: string, more: { readonly [path: string]: string } = {}) {
  const recipe = recipeWith({ 'compose.more.yml': compose, ...more });
  const report = lintReport(recipe, { now: new Date('2026-01-01'), clock: () => 0 });
  const errors = report.findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
  return { verdict: report.verdict, errors };
}

function service(body: string): string {
  return `services:\n  extra:\n    image: ghcr.io/example/extra:1.0\n    ${body.replaceAll('\n', '\n    ')}\n`;
}

describe.each([
  ['engine-socket', 'volumes: ["/var/run/docker.sock:/var/run/docker.sock"]'],
  ['engine-socket', 'volumes: ["//var//run/./docker.sock:/d:ro"]'],
  ['sensitive-bind', 'volumes: ["/run:/run"]'],
  ['sensitive-bind', 'volumes: ["/:/host"]'],
  ['sensitive-bind', 'volumes: ["/var/../:/host"]'],
  ['sensitive-bind', 'volumes: ["~/.ssh:/ssh"]'],
  ['sensitive-bind', 'volumes: ["../..:/up"]'],
  ['sensitive-bind', 'volumes: [{type: bind, source: ../.., target: /up}]'],
  ['sensitive-bind', 'volumes: [{type: bind, source: "${WHERE:-/etc}/../etc", target: /up}]'],
  ['mount-propagation', 'volumes: ["data:/data:rshared"]'],
  ['host-namespace', 'network_mode: host'],
  ['host-network-by-external', 'networks: {host: {}}'],
  ['published-port', 'ports: ["1-65535:1-65535"]'],
  ['management-port', 'ports: [{published: "2377", target: 2377}]'],
  ['port-host-ip-ignored', 'ports: ["127.0.0.1:8080:80"]'],
  ['dangerous-capability', 'cap_add: [sys_admin]'],
  ['dangerous-capability', 'cap_add: [CAP_SYS_ADMIN]'],
  ['dangerous-capability', 'cap_add: [all]'],
  ['dangerous-capability', 'cap_add: ["${CAPABILITY:-ALL}"]'],
  ['privileged', 'privileged: "true"'],
  ['config-file-outside', 'env_file: ../../etc/os-release'],
  ['unknown-variable', 'environment: [GITHUB_TOKEN]'],
  ['unknown-variable', 'command: "${ACTIONS_RUNTIME_TOKEN}"'],
  ['plaintext-secret', 'environment: {DB_PASSWORD: hunter2}'],
  ['plaintext-secret', `deploy: {labels: ["token=ghp_${'a1'.repeat(20)}"]}`],
])('%s answers', (rule, body) => {
  test(body, () => {
    expect(answer(service(body))).toMatchObject({ verdict: 'fail', errors: expect.arrayContaining([rule]) });
  });
});

describe.each([
  ['sensitive-bind', 'volumes: {v: {driver_opts: {o: bind, type: none, device: /etc}}}'],
  ['sensitive-bind', 'volumes: {v: {driver_opts: {O: BIND, TYPE: NONE, DEVICE: /etc}}}'],
  ['unescaped-dollar', 'volumes: {v: {driver_opts: {o: bind, device: "${TYPE:+x}/etc"}}}'],
  ['sensitive-bind', 'volumes: {v: {driver_opts: {device: "${WHERE:-/root}"}}}'],
  ['sensitive-bind', 'x-v: &v {device: /etc}\nvolumes: {v: {driver_opts: {<<: *v, o: bind}}}'],
  ['host-network-by-external', 'networks: {host: {external: true}}'],
  ['host-network-by-external', 'networks: {n: {external: {name: host}}}'],
  ['host-network-by-external', 'networks: {n: {external: "true", name: host}}'],
  ['foreign-secret', 'secrets: {nextcloud_db_password_v1: {external: true}}'],
  ['foreign-secret', 'secrets: {pw: {external: true, name: "${STACK_NAME:-other}_pw"}}'],
  ['config-file-outside', 'configs: {c: {file: /etc/shadow}}'],
  ['config-file-outside', 'configs: {c: {file: ../x}}'],
  ['config-file-outside', 'configs: {c: {file: "./a/../../x"}}'],
  ['config-file-outside', 'configs: {c: {file: "${TYPE:-}/../../etc/passwd"}}'],
  ['image-untagged', 'services: {x: {image: nginx}}'],
  ['image-digest-malformed', 'services: {x: {image: "nginx@sha256:short"}}'],
  ['image-name-malformed', 'services: {x: {image: "ngіnx:1.0"}}'],
  ['image-name-malformed', 'services: {x: {image: -v}}'],
  ['image-name-malformed', 'services: {x: {image: --help}}'],
  ['image-name-malformed', 'services: {x: {image: "img;rm -rf"}}'],
  ['yaml-limits', 'a: !!js/function x'],
  ['yaml-limits', 'a: 1\n---\nb: 2'],
  ['yaml-limits', '__proto__: {privileged: true}'],
  ['yaml-duplicate-key', 'services: {}\nservices: {}'],
  ['yaml-syntax', 'a: &a [*a]'],
])('%s answers', (rule, compose) => {
  test(compose, () => {
    expect(answer(compose)).toMatchObject({ verdict: 'fail', errors: expect.arrayContaining([rule]) });
  });
});

test('a private key in a config is found', () => {
  const key = `-----BEGIN ${'OPENSSH PRIVATE'} KEY-----\n`;
  expect(answer('services: {}', { 'tls.conf': `x\n${key}` }).errors).toContain('plaintext-secret');
});

test('no shape of a compose file makes a rule throw', () => {
  const shapes = ['null', 'true', '1', '"text"', '[]', '{}', '[null, 1, [x], {a: b}]', '{a: null, b: [1], c: {d: e}}'];
  const keys =
    'image environment env_file secrets configs networks ports volumes cap_add deploy labels healthcheck depends_on privileged';
  for (const shape of shapes) {
    const body = keys.split(' ').map((key) => `    ${key}: ${shape}\n`);
    const tops = ['networks', 'volumes', 'secrets', 'configs'].map(
      (key) => `${key}: ${shape}\n${key}2: {x: ${shape}}\n`,
    );
    const inner = ['networks', 'volumes', 'secrets', 'configs'].map((key) => `${key}: {x: ${shape}}\n`);
    const files = [
      `services:\n  app:\n${body.join('')}`,
      `services: ${shape}\n${tops.join('')}`,
      `services: {app: ${shape}}\n${inner.join('')}`,
      `services:\n  app:\n    deploy: {labels: ${shape}, update_config: ${shape}, resources: ${shape}, mode: ${shape}}\n    volumes: [${shape}]\n    ports: [${shape}]\n    secrets: [${shape}]\n`,
    ];
    for (const compose of files) {
      for (const name of ['compose.yml', 'compose.more.yml']) {
        const { findings } = lint(recipeWith({ [name]: compose }), { today: '2026-01-01' });
        expect(findings.filter(({ rule }) => rule === 'rule-broken')).toEqual([]);
      }
    }
  }
});

test.each([
  [
    'services',
    'services:\n',
    (n: number) => ` s${n}: {image: nginx, networks: [n${n}], secrets: [x${n}], volumes: ["/a:/b"]}\n`,
    1500,
  ],
  ['secrets', 'secrets:\n', (n: number) => ` secret${n}: {external: true}\n`, 3000],
  ['variables', 'services: {a: {image: x, command: [', (n: number) => `"$A${n}",`, 9000],
  ['open braces', 'services: {a: {image: x, command: [', () => '"${A${B",', 9000],
  [
    'routes',
    'services: {a: {image: x, deploy: {labels: ["traefik.enable=true"',
    (n: number) => `,"traefik.http.routers.\${a}${n}.rule=Host(\`h${n}.x\`)"`,
    1500,
  ],
])(
  'thousands of %s are looked at in a moment',
  (_name, head, item, count) => {
    const text = head + Array.from({ length: count }, (_, index) => item(index)).join('');
    const closed = head.includes('{') ? `${text}${head.includes('labels') ? ']}}}}' : ']}}'}` : text;
    const recipe = recipeWith({ 'compose.more.yml': closed });
    const before = performance.now();
    const { findings } = lint(recipe, { today: '2026-01-01' });
    expect(performance.now() - before).toBeLessThan(SECONDS * 1000);
    expect(findings.length).toBeGreaterThan(0);
  },
  SECONDS * 2000,
);

test.each([
  ['web tokens', '-eyJ'],
  ['addresses', 'a://b:'],
  ['keys', '-----BEGIN '],
  ['settings', '$A'],
])(
  'a megabyte that looks like %s is looked at in a moment',
  (_name, unit) => {
    const text = unit.repeat(1_000_000 / unit.length);
    const recipe = recipeWith({ 'notes.txt': text, '.env.sample': `A='${text}'\n` });
    const before = performance.now();
    lint(recipe, { today: '2026-01-01' });
    expect(performance.now() - before).toBeLessThan(SECONDS * 1000);
  },
  SECONDS * 2000,
);
