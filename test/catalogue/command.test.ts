import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { replaceFolder } from '../../scripts/lib/catalogue/write.ts';

const COMMAND = join(import.meta.dirname, '../../scripts/catalogue.ts');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
  await mkdir(join(folder, 'recipes'));
});
afterAll(() => rm(folder, { recursive: true }));

it.each([
  ['outside a repository there is no history to show', [], /^error: .+\n {2}\S/m],
  ['a path that is none', ['--base', 'commons'], /^error: "commons" is no path to host at\n/],
  ['a port that is none', ['--port', '99999'], /^error: "99999" is no port\n/],
  ['an address that is none', ['--site', 'ftp://x.example'], /^error: "ftp:\/\/x\.example" is no address of a site\n/],
  ['an address with a password', ['--site', 'https://a:b@x.example/'], /^error: .* is no address of a site\n/],
  ['recipes cannot be picked', ['fossil'], /^error: what is "fossil"\?\n/],
])('is exit 2 and one clear line: %s', async (_name, args, message) => {
  const { exitCode, stderr, stdout } = await execa('node', [COMMAND, ...args], { cwd: folder, reject: false });
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('    at ');
  expect([exitCode, stdout]).toEqual([2, '']);
});

it('is exit 2 when there is nothing to publish: an empty catalogue is no success', async () => {
  const options = { cwd: folder, reject: false } as const;
  await execa('git', ['init', '--quiet'], options);
  await execa(
    'git',
    ['-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '--quiet', '--allow-empty', '-m', '0'],
    options,
  );
  const { exitCode, stderr } = await execa('node', [COMMAND], options);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('error: there is no recipe to publish\n')]);
});

it.each([
  ['a twin that differs in case', 'Notes'],
  ['a name of 255 characters', 'n'.repeat(255)],
  ['a name that climbs', 'a..b'],
])('is exit 2 when recipes/ holds %s', async (_name, recipe) => {
  await mkdir(join(folder, 'recipes', recipe));
  await mkdir(join(folder, 'recipes/.git'), { recursive: true });
  try {
    const { exitCode, stderr, stdout } = await execa('node', [COMMAND], { cwd: folder, reject: false });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('which is no recipe\n');
    expect(stderr.length).toBeLessThan(600);
  } finally {
    await rm(join(folder, 'recipes', recipe), { recursive: true });
    await rm(join(folder, 'recipes/.git'), { recursive: true });
  }
});

it('leaves the old site standing when the new one cannot be made', async () => {
  const site = join(folder, 'site');
  const write = (text: string) => async (next: string) => {
    await mkdir(next, { recursive: true });
    await writeFile(join(next, 'index.html'), text);
  };
  await replaceFolder(site, write('old'));
  const failing = replaceFolder(site, async (next) => {
    await write('half')(next);
    throw new Error('no space left');
  });
  await expect(failing).rejects.toThrow('no space left');
  expect(await readFile(join(site, 'index.html'), 'utf8')).toBe('old');
  await expect(readFile(join(`${site}.next`, 'index.html'))).rejects.toThrow('ENOENT');
});
