/** The lint command as pre-commit and others install it. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { parse } from 'yaml';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let folder: string;
let program: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packed-'));
  // pre-commit takes all that npm prints here for the name of the file.
  const { stdout } = await execa('npm', ['pack', '--pack-destination', folder]);
  await execa('tar', ['--extract', '--file', join(folder, stdout.trim()), '--directory', folder]);
  // What npm would install with it.
  await symlink(join(process.cwd(), 'node_modules'), join(folder, 'package/node_modules'));
  const { bin } = JSON.parse(await readFile(join(folder, 'package/package.json'), 'utf8'));
  program = join(folder, 'package', bin['recipe-commons-lint']);
  await mkdir(join(folder, 'stacks'));
});
afterAll(() => rm(folder, { recursive: true }));

it('finds what is wrong, with nothing of this repository beside it', async () => {
  await writeFile(join(folder, 'stacks/docker-compose.yml'), 'services: {web: {image: nginx, privileged: true}}\n');
  const args = [program, 'stacks/docker-compose.yml', '--format', 'github'];
  const { exitCode, stdout, stderr } = await execa(process.execPath, args, { cwd: folder, reject: false });
  expect(stderr).toBe('');
  expect(stdout).toContain('::error file=stacks/docker-compose.yml,line=1');
  expect(exitCode).toBe(1);
});

it('is fine with a file that is', async () => {
  await writeFile(join(folder, 'stacks/compose.yml'), 'services: {web: {image: "nginx:1.29.1"}}\n');
  const { exitCode } = await execa(process.execPath, [program, 'stacks/compose.yml'], { cwd: folder, reject: false });
  expect(exitCode).toBe(0);
});

it('is the hook that pre-commit is offered, for the files it can judge', async () => {
  const [hook] = parse(await readFile('.pre-commit-hooks.yaml', 'utf8'));
  const { bin } = JSON.parse(await readFile('package.json', 'utf8'));
  expect(Object.keys(bin)).toContain(hook.entry);
  const files = new RegExp(hook.files);
  for (const name of [
    'compose.yml',
    'recipes/wiki/compose.mail.yml',
    'docker-compose.yaml',
    'docker-stack.yml',
    'stack.prod.yml',
  ]) {
    expect(name).toMatch(files);
  }
  for (const name of ['recipe.yml', 'composer.yml', '.github/workflows/stack-of-checks.yml', 'my-compose.yml']) {
    expect(name).not.toMatch(files);
  }
});
