import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLocalEngine } from '../../scripts/lib/engine/local.ts';
import { lint } from '../../scripts/lib/lint/lint.ts';
import { interpolateCompose } from '../../scripts/lib/recipe/interpolate.ts';
import { readYaml } from '../../scripts/lib/recipe/yaml.ts';
import type { Json } from '../../scripts/lib/types.ts';
import { refusal } from '../docker-cli.ts';
import cases from '../fixtures/recipe/interpolation.json' with { type: 'json' };
import { recipeWith } from '../lint/fixtures.ts';
import { textFile } from '../recipe/files.ts';
import { makeTinyImage, newTestCache, TINY } from './engine-setup.ts';
import { FILES, NEVER_RUNS, REFUSED } from './stack-claims.ts';

const env = { A: 'a', EMPTY: '', DOMAIN: 'wiki.test' };
const HEAD = 'version: "3.9"\nservices:\n  app:\n    image: ghcr.io/recipe-commons/none:1\n';
const signal = new AbortController().signal;
let cache: string;
let folder: string;
let engine: Awaited<ReturnType<typeof startLocalEngine>>;
beforeAll(async () => {
  cache = await newTestCache();
  folder = await mkdtemp(join(tmpdir(), 'stack-deploy-'));
  const store = join(cache, 'images');
  await mkdir(store, { recursive: true });
  engine = await startLocalEngine({ cache, served: [await makeTinyImage(store)], signal });
  for (const [path, text] of Object.entries(FILES)) await writeFile(join(folder, path), text);
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
  await rm(cache, { recursive: true });
});

interface ServiceSpec {
  readonly Labels: { readonly [name: string]: string };
  readonly TaskTemplate: { readonly ContainerSpec: { readonly Env?: readonly string[] } };
}

/** What `docker stack deploy` tells the swarm of the service; nothing has to run for it. */
async function deployed(stack: string, lines: string): Promise<ServiceSpec> {
  await writeFile(join(folder, 'compose.yml'), HEAD + lines);
  const script = `docker stack deploy --resolve-image never --compose-file compose.yml ${stack}`;
  const { exitCode, output } = await engine.run(script, { cwd: folder, env, signal });
  expect(exitCode, output).toBe(0);
  return (await engine.docker.getService(`${stack}_app`).inspect()).Spec;
}

/** `K` without a value is null. */
function entriesOf({ TaskTemplate }: ServiceSpec): Record<string, string | null> {
  const entries = (TaskTemplate.ContainerSpec.Env ?? []).map((entry) => {
    const [, key = entry, value = null] = /^([^=]+)=(.*)$/s.exec(entry) ?? [];
    return [key, value] as const;
  });
  return Object.fromEntries(entries);
}

function environmentOf(text: string): Record<string, Json> {
  const { value, findings } = readYaml(textFile(text), 'x');
  expect(findings).toEqual([]);
  const { services } = interpolateCompose(value ?? null, env).value as never as {
    services: { app: { environment: Record<string, Json> } };
  };
  return services.app.environment;
}

test('variables become what docker stack deploy makes of them', async () => {
  const lines = cases.map(([text], index) => `      K${index}: ${JSON.stringify(text)}\n`);
  const theirs = entriesOf(await deployed('variables', `    environment:\n${lines.join('')}`));
  expect(theirs).toEqual(Object.fromEntries(cases.map(([, value], index) => [`K${index}`, value])));
});

test('scalars become what docker stack deploy makes of them', async () => {
  const scalars = ['0440', '0o17', '0x1F', '0b11', '08', '1_000', '+12', '-0', '1e3', '.5', '1.10'];
  const more = ['1e400', '1:30', '12345678901234567890', '"0440"', "'~'", '!!str 123', 'a b', '~', ''];
  const lines = [...scalars, ...more].map((scalar, index) => `      K${index}: ${scalar}\n`);
  const text = `    environment:\n${lines.join('')}`;
  const asText = (entry: Json) => (entry === null ? null : String(entry));
  const ours = Object.entries(environmentOf(HEAD + text)).map(([key, value]) => [key, asText(value)]);
  expect(Object.fromEntries(ours)).toEqual(entriesOf(await deployed('scalars', text)));
});

test.each(['yes', 'on'])('a bare %s is a word, or refused by clients of before YAML 1.2', async (scalar) => {
  const text = `    environment:\n      K: ${scalar}\n`;
  const theirs = await deployed(scalar, text).then(entriesOf, (error: Error) => error.message);
  if (typeof theirs === 'string') expect(theirs).toContain('must be a string, number or null');
  else expect(theirs).toEqual({ K: scalar });
  expect(environmentOf(HEAD + text)).toEqual({ K: scalar });
});

test('docker fills in values, not keys', async () => {
  const { Labels } = await deployed('keys', '    deploy:\n      labels: {"a.${A}": "b.${A}"}\n');
  expect(Labels).toMatchObject({ 'a.${A}': 'b.a' });
});

test.each(['${A:+x}', '$(id)', '$1', 'a$', '${A', '${A:-b', '${}', '${A b}', '${NONE:?say it}', '${NONE?}'])(
  '%s is refused by the docker CLI as well',
  async (text) => {
    expect(await refusal(`${HEAD}    hostname: ${JSON.stringify(text)}\n`, env)).not.toBeNull();
    expect(interpolateCompose({ a: text }, env).errors).toHaveLength(1);
  },
);

/** Lines of a service, and below them whatever starts at the margin of the top level or of the services. */
function fileWith(lines: string): string {
  const indented = lines.split('\n').map((line, index, all) => {
    const isOwn = !all
      .slice(0, index + 1)
      .some((each, at) => at > 0 && /^(?:configs|secrets|networks|volumes):$|^ {2}\S/.test(each));
    return isOwn ? `    ${line}` : line;
  });
  return `version: "3.9"\nservices:\n  app: &app\n    image: ${TINY}\n${indented.join('\n')}\n`;
}

function rulesFor(text: string): readonly string[] {
  const { findings } = lint(recipeWith({ ...FILES, 'compose.yml': text }), { today: '2026-01-01' });
  return findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
}

test.each(REFUSED.map((claim, index) => [claim.rule, index, claim] as const))(
  'what %s says is refused (case %i) docker stack deploy refuses',
  async (rule, index, { lines, says }) => {
    const text = fileWith(lines);
    expect(rulesFor(text)).toContain(rule);
    expect(await refusal(text, env)).toBeNull();
    await writeFile(join(folder, 'compose.yml'), text);
    const script = `docker stack deploy --resolve-image never --compose-file compose.yml refused-${index}`;
    const { exitCode, output } = await engine.run(script, { cwd: folder, env, signal });
    expect(output).toMatch(says);
    expect(exitCode).not.toBe(0);
  },
);

test('what rules say never runs deploys, and never runs', async () => {
  const bodies = NEVER_RUNS.map(({ lines }, index) => {
    const body = lines.split('\n').map((line) => `    ${line}`);
    return [`  app-${index}:`, `    image: ${TINY}`, '    command: [/bin/sleep, "60"]', ...body].join('\n');
  });
  const configs = 'configs:\n  one: {file: ./one.conf}\n';
  const text = `version: "3.9"\nservices:\n${bodies.join('\n')}\n${configs}`;
  expect([...new Set(rulesFor(text))]).toEqual(expect.arrayContaining(NEVER_RUNS.map(({ rule }) => rule)));
  await writeFile(join(folder, 'compose.yml'), text);
  const script = 'docker stack deploy --resolve-image never --compose-file compose.yml never';
  const { exitCode, output } = await engine.run(script, { cwd: folder, env, signal });
  expect(exitCode, output).toBe(0);
  const told = async (index: number) => {
    const tasks = await engine.docker.listTasks({ filters: { service: [`never_app-${index}`] } });
    return tasks.map(
      ({ Status }: { Status: { State: string; Err?: string } }) => `${Status.State}: ${Status.Err ?? ''}`,
    );
  };
  for (const [index, { says }] of NEVER_RUNS.entries()) {
    await expect.poll(() => told(index), { timeout: 30_000 }).toContainEqual(expect.stringMatching(says));
    expect(await told(index)).not.toContainEqual(expect.stringMatching(/^running/));
  }
}, 120_000);
