/** `npm run agreement` on files; the corpus is compared in agreement.test.ts. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientVersion } from './reference.ts';

const COMMAND = join(import.meta.dirname, '../../scripts/agreement.ts');
const WORLD = 'services: {web: {image: "nginx:${TAG:?pin it}"}}\n';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'agreement-'));
  await write('good/compose.yml', WORLD);
  await write('good/.env.sample', 'TAG=1.29.1\n');
  await write('bad/docker-compose.prod.yaml', 'services: {web: {image: nginx, extends: other}}\n');
  await write('bad/stack.yml', 'services: {web: {image: nginx, env_file: absent.env}}\n');
  await write('bad/values.yml', 'no compose file\n');
  await write('node_modules/compose.yml', 'neither is this\n');
  // Docker never sees what follows the first mapping.
  await write('apart.yml', ' version: "3.8"\nservices: [\n');
});
afterAll(() => rm(folder, { recursive: true }));

const CLIENT = await clientVersion();
if (CLIENT === null)
  process.stdout.write('npm run agreement was not tried: this machine has no docker with "stack config"\n');
else {
  describe('compose files', () => {
    test('of a folder, with the settings beside them', async () => {
      const { stdout, exitCode } = await agreement('.');
      expect(stdout).toBe('agreement: 3 of 3 (100.00 %)');
      expect(exitCode).toBe(0);
    });

    test('a difference is shown with what each says', async () => {
      const { stdout, exitCode } = await agreement('apart.yml', 'good/compose.yml');
      expect(stdout).toMatch(
        /^apart\.yml\n {2}docker: accepted\n {2}ours: {3}yaml-syntax: .+\nagreement: 1 of 2 \(50\.00 %\)$/s,
      );
      expect(exitCode).toBe(1);
    });

    test('one that is not there', async () => {
      const { stderr, exitCode } = await agreement('absent.yml');
      expect(stderr).toContain('there is no file or folder "absent.yml"');
      expect(exitCode).toBe(2);
    });
  });
}

test('a machine without the CLI is told so', async () => {
  const { stderr, exitCode } = await agreement('good', { PATH: folder });
  expect(stderr).toContain('no docker command with "stack config"');
  expect(exitCode).toBe(2);
});

test('--help names the exit codes', async () => {
  const { stdout, exitCode } = await agreement('--help');
  expect(stdout).toContain('Usage: npm run agreement -- [options] [file or folder…]');
  expect(exitCode).toBe(0);
});

function agreement(...args: readonly (string | NodeJS.ProcessEnv)[]) {
  const env = args.find((arg) => typeof arg !== 'string') ?? {};
  const words = args.filter((arg) => typeof arg === 'string');
  return execa(process.execPath, [COMMAND, ...words], { cwd: folder, env, reject: false });
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}
