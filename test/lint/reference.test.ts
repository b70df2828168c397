/** What our tables say of keys is what the docker CLI says; it judges a file before it needs an engine. */
import { expect, test, vi } from 'vitest';
import { IGNORED, REJECTED, REJECTED_AT_TOP } from '../../scripts/lib/lint/swarm-keys.ts';
import { FORBIDDEN } from '../../scripts/lib/stack/forbidden.ts';
import { refusal } from '../docker-cli.ts';

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

function service(key: string, value: string): string {
  return `version: "3.9"\nservices:\n  app:\n    image: nginx:1.29.1\n    ${key}: ${value}\n`;
}

test('a plain service is accepted', async () => {
  expect(await refusal(service('init', 'true'))).toBeNull();
});

test.each(Object.keys({ ...REJECTED, ...FORBIDDEN }))('docker refuses a service with %s', async (key) => {
  expect(await refusal(service(key, VALUES[key] ?? 'x'))).toContain(key);
});

test.each(Object.keys(REJECTED_AT_TOP))('docker refuses %s at the top', async (key) => {
  expect(await refusal(`${service('init', 'true')}${key}: x\n`)).toContain(key);
});

test.each(Object.keys(IGNORED))('docker accepts, and ignores, %s', async (key) => {
  expect(await refusal(service(key, VALUES[key] ?? 'x'))).toBeNull();
});
