import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseRecipe } from '../../scripts/lib/recipe/parse.ts';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import { envText, installCommands, planTrial } from '../../scripts/lib/trial/plan.ts';
import type { Recipe } from '../../scripts/lib/types.ts';

const LABELS = [
  'coop-cloud.${STACK_NAME}.version=1.0.0+1',
  'coop-cloud.${STACK_NAME}.timeout=${TIMEOUT:-300}',
  'traefik.enable=true',
  'traefik.http.routers.${STACK_NAME}.rule=Host(`${DOMAIN}`)',
  'traefik.http.routers.${STACK_NAME}.tls.certresolver=production',
  'traefik.http.services.${STACK_NAME}.loadbalancer.server.port=8080',
];

interface Parts {
  readonly image?: string;
  readonly secret?: string;
  readonly env?: string;
  readonly labels?: readonly string[];
  readonly trial?: string;
}

function recipe(parts: Parts = {}): Recipe {
  const name = parts.secret ?? '${STACK_NAME}_pw_${SECRET_PW_VERSION}';
  const compose = {
    version: '3.9',
    services: {
      app: { image: parts.image ?? 'ghcr.io/x/wiki:1', deploy: { labels: parts.labels ?? LABELS } },
      db: { image: 'postgres:17' },
    },
    networks: { proxy: { external: true } },
    volumes: { data: null },
    secrets: { pw: { external: true, name } },
  };
  const metadata = [
    'title: Wiki',
    'summary: Pages',
    'category: wiki',
    'licence: MIT',
    'website: https://wiki.example',
    'upstream: {repository: https://wiki.example}',
    'maintainers: [{name: A, contact: a}]',
    `trial: ${parts.trial ?? '{env: {DOMAIN: wiki.test}}'}`,
  ];
  const env = parts.env ?? 'DOMAIN=wiki.example.com\nTIMEOUT=120\nSECRET_PW_VERSION=v2 # length=20 charset=hex\n';
  const files = {
    '.env.sample': env,
    'abra.sh': 'export CONF_VERSION=v7\nrm -rf /\n',
    'compose.mail.yml': JSON.stringify({
      version: '3.9',
      services: { mail: { image: 'mail:1' } },
      secrets: { smtp: { external: true, name: '${STACK_NAME}_smtp_${SECRET_SMTP_VERSION}' } },
    }),
    'compose.yml': JSON.stringify(compose),
    'image/Dockerfile': 'FROM debian:bookworm-slim\n',
    'recipe.yml': metadata.join('\n'),
  };
  return parseRecipe({
    name: 'wiki',
    folder: 'recipes/wiki',
    commit: null,
    files: Object.entries(files).map(([path, text]) => recipeFile(path, Buffer.from(text), false)),
    findings: [],
  });
}

test('a plan holds what the compose files declare, variables filled in', () => {
  expect(planTrial(recipe())).toMatchObject({
    stack: 'wiki',
    settings: { DOMAIN: 'wiki.test', TIMEOUT: '120' },
    images: [
      { reference: 'ghcr.io/x/wiki:1', services: ['app'], context: 'image' },
      { reference: 'postgres:17', services: ['db'], context: null },
    ],
    routes: [{ service: 'app', hosts: ['wiki.test'], port: 8080, path: '/', tls: true }],
    secrets: [{ name: 'wiki_pw_v2' }],
    volumes: ['wiki_data'],
    timeoutSeconds: 120,
    problems: [],
  });
});

test('what a hoster pastes is what a trial runs', () => {
  expect(planTrial(recipe()).commands).toEqual(installCommands(recipe()));
});

test('COMPOSE_FILE decides which files are deployed', () => {
  const plan = planTrial(recipe({ env: 'COMPOSE_FILE=compose.yml:compose.mail.yml\nSECRET_PW_VERSION=v1\n' }));
  expect(plan.services).toEqual(['app', 'db', 'mail']);
  expect(plan.commands.find(({ id }) => id === 'deploy')?.script).toBe(
    'docker stack deploy --compose-file compose.yml --compose-file compose.mail.yml "$STACK_NAME"',
  );
});

test.each<[string, Parts, RegExp]>([
  ['a secret name with a command', { secret: '$(touch x)_v1' }, /Secret "pw" has the name/],
  ['a secret name with a quote', { secret: 'a"; touch x; "' }, /Secret "pw" has the name/],
  ['an image name with a command', { image: 'x; touch x' }, /"x; touch x" is no image name/],
  ['an image name that is an option', { image: '--help' }, /no image name/],
])('%s never reaches a script', (_name, parts, problem) => {
  const plan = planTrial(recipe(parts));
  expect(plan.commands).toEqual([]);
  expect(plan.problems.join('\n')).toMatch(problem);
});

test.each<[string, Parts, RegExp]>([
  ['a required setting without a value', { env: 'DOMAIN=\n', trial: '{}' }, /Setting "DOMAIN" is required but empty/],
  ['an unknown compose file', { env: 'COMPOSE_FILE=compose.sso.yml\n' }, /compose.sso.yml/],
  ['a variable that must be set', { image: 'ghcr.io/x/wiki:${TAG:?which one}' }, /TAG/],
])('%s is a problem before any engine starts', (_name, parts, problem) => {
  expect(planTrial(recipe(parts)).problems.join('\n')).toMatch(problem);
});

test.each<[string, string, RegExp]>([
  ['no port', 'server.port=', /no loadbalancer.server.port label/],
  ['a host that is none', 'Host(`${DOMAIN}`)', /names no host|is no host name/],
])('a router with %s is no route', (_name, label, problem) => {
  const labels = LABELS.map((each) =>
    each.includes(label) ? each.replace(label, label.startsWith('Host') ? 'Host(`a b`)' : 'x=') : each,
  );
  const plan = planTrial(recipe({ labels }));
  expect(plan.routes).toEqual([]);
  expect(plan.routeProblems.join('\n')).toMatch(problem);
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plan-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a shell reads hostile settings back as they are, and makes secrets of the asked form', async () => {
  const domain = `a'$(touch stolen)"\`id\`\\`;
  const plan = planTrial(recipe(), { settings: { DOMAIN: domain } });
  await writeFile(join(folder, '.env'), envText(plan));
  const scripts = ['settings', 'secrets'].map((id) => plan.commands.find((command) => command.id === id)?.script);
  const check = 'docker() { echo "$@"; cat "$4"; echo; }\n';
  const script = [check, ...scripts, 'printf "%s|%s|%s" "$DOMAIN" "$STACK_NAME" "$CONF_VERSION"'].join('\n');
  const { stdout } = await promisify(execFile)('sh', ['-eu', '-c', script], { cwd: folder });
  expect(stdout).toContain(`${domain}|wiki|v7`);
  expect(stdout).toMatch(/^secret create wiki_pw_v2 pw\.secret\n[0-9a-f]{20}\n/);
});

test('an overlay asks for its secrets only when it is switched on', () => {
  const keys = (settings: Record<string, string>) => planTrial(recipe(), { settings }).secrets.map(({ key }) => key);
  expect(keys({})).toEqual(['pw']);
  expect(keys({ COMPOSE_FILE: 'compose.yml:compose.mail.yml', SECRET_SMTP_VERSION: 'v1' })).toEqual(['pw', 'smtp']);
});
