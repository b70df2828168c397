/** What our tables say of keys is what the docker CLI says; `stack config` needs no engine. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { FORBIDDEN, IGNORED, REJECTED, REJECTED_AT_TOP } from '../../scripts/lib/lint/swarm-keys.ts';

/** A value of the right type for keys that are accepted. */
const VALUES: { readonly [key: string]: string } = {
  devices: '[/dev/null]',
  expose: '["80"]',
  external_links: '[x]',
  links: '[x]',
  privileged: 'true',
  restart: 'always',
  security_opt: '[x]',
  shm_size: '64m',
};

vi.setConfig({ testTimeout: 30_000 });

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lint-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function accepts(name: string, lines: string): Promise<boolean> {
  const file = join(folder, `${name}.yml`);
  await writeFile(file, `version: "3.9"\n${lines}`);
  const { exitCode } = await execa('docker', ['stack', 'config', '--compose-file', file], { reject: false });
  return exitCode === 0;
}

function service(key: string, value: string): string {
  return `services:\n  app:\n    image: nginx:1.29.1\n    ${key}: ${value}\n`;
}

test('a plain service is accepted', async () => {
  expect(await accepts('plain', service('init', 'true'))).toBe(true);
});

test.each(Object.keys({ ...REJECTED, ...FORBIDDEN }))('docker refuses a service with %s', async (key) => {
  expect(await accepts(key, service(key, VALUES[key] ?? 'x'))).toBe(false);
});

test.each(Object.keys(REJECTED_AT_TOP))('docker refuses %s at the top', async (key) => {
  expect(await accepts(`top-${key}`, `${key}: x\n${service('init', 'true')}`)).toBe(false);
});

test.each(Object.keys(IGNORED))('docker accepts, and ignores, %s', async (key) => {
  expect(await accepts(key, service(key, VALUES[key] ?? 'x'))).toBe(true);
});

test('docker fills in values, not keys', async () => {
  const file = join(folder, 'keys.yml');
  await writeFile(file, `version: "3.9"\n${service('labels', '{"a.${NAME}": "b.${NAME}"}')}`);
  const { stdout } = await execa('docker', ['stack', 'config', '--compose-file', file], { env: { NAME: 'x' } });
  expect(stdout).toContain('a.${NAME}: b.x');
});
