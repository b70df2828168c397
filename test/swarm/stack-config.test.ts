import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { interpolateCompose } from '../../scripts/lib/recipe/interpolate.ts';
import { readYaml } from '../../scripts/lib/recipe/yaml.ts';
import type { Json } from '../../scripts/lib/types.ts';
import cases from '../fixtures/recipe/interpolation.json' with { type: 'json' };
import { textFile } from '../recipe/files.ts';

/** `docker stack config` needs no engine: it shows what `docker stack deploy` reads. */
const env = { A: 'a', EMPTY: '', DOMAIN: 'wiki.test' };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stack-config-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function stackConfig(text: string): Promise<{ failed: boolean; stdout: string; stderr: string }> {
  await writeFile(join(folder, 'compose.yml'), text);
  const clean = { PATH: process.env.PATH ?? '', HOME: folder, ...env };
  const options = { cwd: folder, env: clean, extendEnv: false, reject: false } as const;
  const { failed, stdout, stderr } = await execa('docker', ['stack', 'config', '-c', 'compose.yml'], options);
  return { failed, stdout, stderr };
}

function environmentOf(text: string): Record<string, Json> {
  const { value, findings } = readYaml(textFile(text), 'x');
  expect(findings).toEqual([]);
  const { services } = interpolateCompose(value ?? null, env).value as never as {
    services: { app: { environment: Record<string, Json> } };
  };
  return services.app.environment;
}

test('variables become what the docker CLI makes of them', async () => {
  const lines = cases.map(([text], index) => `      K${index}: ${JSON.stringify(text)}\n`);
  const text = `services:\n  app:\n    image: a\n    environment:\n${lines.join('')}`;
  const { stdout, stderr } = await stackConfig(text);
  expect(stderr).toBe('');
  // Its output is YAML with every "$" doubled again.
  const theirs = environmentOf(stdout.replaceAll('$', '$$$$'));
  expect(theirs).toEqual(Object.fromEntries(cases.map(([, value], index) => [`K${index}`, value])));
});

test('scalars become what the docker CLI makes of them', async () => {
  const scalars = ['yes', 'on', '0440', '0o17', '0x1F', '0b11', '08', '1_000', '+12', '-0', '1e3', '.5', '1.10'];
  const more = ['1e400', '1:30', '12345678901234567890', '"0440"', "'~'", '!!str 123', 'a b', '~', ''];
  const lines = [...scalars, ...more].map((scalar, index) => `      K${index}: ${scalar}\n`);
  const text = `services:\n  app:\n    image: a\n    environment:\n${lines.join('')}`;
  const { stdout, stderr } = await stackConfig(text);
  expect(stderr).toBe('');
  const asText = (entry: Json) => (entry === null ? null : String(entry));
  const ours = Object.entries(environmentOf(text)).map(([key, value]) => [key, asText(value)]);
  expect(Object.fromEntries(ours)).toEqual(environmentOf(stdout));
});

test.each(['${A:+x}', '$(id)', '$1', 'a$', '${A', '${A:-b', '${}', '${A b}', '${NONE:?say it}', '${NONE?}'])(
  '%s is refused by the docker CLI as well',
  async (text) => {
    const { failed } = await stackConfig(`services: {app: {image: a, hostname: ${JSON.stringify(text)}}}`);
    expect(failed).toBe(true);
    expect(interpolateCompose({ a: text }, env).errors).toHaveLength(1);
  },
);
