import { once } from 'node:events';
import { access, appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Commons, makeCommons } from '../catalogue/commons.ts';
import { openAt } from './site-setup.ts';

const SCRIPTS = join(import.meta.dirname, '../../scripts');
let commons: Commons;
beforeAll(async () => {
  commons = await makeCommons();
});
afterAll(() => commons?.[Symbol.asyncDispose]());

it('npm run dev shows a change of a recipe in the page that is open, and ends cleanly', async () => {
  const dev = execa('node', [join(SCRIPTS, 'dev.ts'), 'wiki', '--port', '0'], { cwd: commons.root, reject: false });
  let said = '';
  dev.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const [line] = (await once(createInterface(dev.stdout), 'line')) as [string];
  expect(line).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/r\/wiki\/$/);
  const address = line.replace('r/wiki/', '');
  await using opened = await openAt(address, 'r/wiki/');
  const readme = join(commons.root, 'recipes/wiki/README.md');
  await appendFile(readme, '\nWritten while you look.\n');
  // The page shows the published version; the draft that the change makes has a page of its own.
  await writeFile(
    join(commons.root, 'recipes/wiki/compose.yml'),
    (await readFile(join(commons.root, 'recipes/wiki/compose.yml'), 'utf8')).replace('=1.0.0+1.0', '=1.1.0+1.0'),
  );
  await opened.page.getByText('Written while you look.').waitFor();
  expect(await opened.page.getByRole('link', { name: 'Install 1.1.0+1.0' }).count()).toBe(1);
  expect(opened.faults.filter((fault) => !fault.includes('__live'))).toEqual([]);
  expect(said).toMatch(/changed: .*recipes\/wiki\/README\.md/);

  dev.kill('SIGINT');
  const { exitCode } = await dev;
  expect(exitCode, said).toBe(0);
  await expect(access(join(commons.root, 'out/preview.next'))).rejects.toThrow('ENOENT');
}, 300_000);

it('npm run dev says which recipe there is not, before it builds anything', async () => {
  const run = await execa('node', [join(SCRIPTS, 'dev.ts'), 'wikki'], { cwd: commons.root, reject: false });
  expect([run.exitCode, run.stderr]).toEqual([2, expect.stringMatching(/^error: There is no recipe "wikki"\n.*wiki/)]);
});

it('npm run catalogue -- --changed previews what differs from main, and nothing else', async () => {
  const command = [join(SCRIPTS, 'catalogue.ts'), '--changed'];
  const { stdout, stderr } = await execa('node', command, { cwd: commons.root });
  expect(stderr).toContain('previewing draft, wiki …');
  expect(stdout).toContain('2 recipes, 3 versions, 0 tried, in out/preview/');
  const page = await readFile(join(commons.root, 'out/preview/r/wiki/index.html'), 'utf8');
  expect(page).toContain('Written while you look.');
  await expect(access(join(commons.root, 'out/preview/r/notes'))).rejects.toThrow('ENOENT');
  await expect(access(join(commons.root, 'out/catalogue'))).rejects.toThrow('ENOENT');
}, 300_000);
