import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { KnownError } from '../../scripts/lib/command.ts';
import { listRecipes, readFolder, readRecipe, readRecipes } from '../../scripts/lib/recipe/read.ts';
import { writeRecipe } from '../../scripts/lib/recipe/write.ts';

vi.setConfig({ testTimeout: 30_000 });

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'read-'));
  folder = join(root, 'recipes/wiki');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'compose.yml'), 'services: {app: {image: a:1}}\n');
});
afterEach(() => rm(root, { recursive: true }));

async function told(): Promise<string[]> {
  const { findings } = readFolder(folder, 'recipes/wiki');
  return findings.map(({ rule, message, place }) => `${place?.file} ${rule} ${message}`);
}

async function paths(): Promise<string[]> {
  return readFolder(folder, 'recipes/wiki').files.map(({ path }) => path);
}

describe('a folder', () => {
  test('is read as files with their mode and bytes', async () => {
    await mkdir(join(folder, 'image'));
    await writeFile(join(folder, 'image/run.sh'), '#!/bin/sh\n', { mode: 0o755 });
    await writeFile(join(folder, 'icon.png'), Buffer.from([0xff, 0xfe]));
    const { files, findings } = readFolder(folder, 'recipes/wiki');
    expect(findings).toEqual([]);
    expect(files.map(({ path, executable, encoding }) => [path, executable, encoding])).toEqual([
      ['compose.yml', false, 'utf8'],
      ['icon.png', false, 'base64'],
      ['image/run.sh', true, 'utf8'],
    ]);
  });

  test('leaves out certificates and the settings of a hoster', async () => {
    await mkdir(join(folder, 'certificates'));
    await writeFile(join(folder, 'certificates/1.json'), '{}');
    await writeFile(join(folder, '.env'), 'PASSWORD=x');
    expect(await paths()).toEqual(['compose.yml']);
  });

  test('is never left through a link, and nothing that could block is opened', async () => {
    await mkdir(join(root, 'outside'));
    await writeFile(join(root, 'outside/secret'), 'x');
    await symlink('/etc/shadow', join(folder, 'shadow'));
    await symlink(join(root, 'outside'), join(folder, 'sub'));
    await symlink(join(root, 'outside'), join(folder, 'certificates'));
    await link(join(root, 'outside/secret'), join(folder, 'hard'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await told()).toEqual([
      'recipes/wiki/certificates file-outside-recipe "certificates" is a symbolic link; it was not read',
      'recipes/wiki/pipe file-outside-recipe "pipe" is a named pipe; it was not read',
      'recipes/wiki/shadow file-outside-recipe "shadow" is a symbolic link; it was not read',
      'recipes/wiki/sub file-outside-recipe "sub" is a symbolic link; it was not read',
      'recipes/wiki/hard file-outside-recipe "hard" is a hard link; it was not read',
    ]);
    expect(await paths()).toEqual(['compose.yml']);
  });

  test('files over the limit are not read', async () => {
    await writeFile(join(folder, 'sparse'), '');
    await truncate(join(folder, 'sparse'), 1_000_000_000);
    await writeFile(join(folder, 'compose.big.yml'), '#'.repeat(128 * 1024 + 1));
    expect(await told()).toEqual([
      'recipes/wiki/compose.big.yml yaml-limits File "compose.big.yml" has 131073 bytes, over the limit of 131072; it was not read',
      'recipes/wiki/sparse recipe-limits File "sparse" has 1000000000 bytes, over the limit of 1048576; it was not read',
    ]);
    expect(await paths()).toEqual(['compose.yml']);
  });

  test('more than 200 files are not read', async () => {
    for (let n = 0; n < 201; n++) await writeFile(join(folder, `f${n}`), '');
    expect(await told()).toEqual([
      'recipes/wiki recipe-limits The recipe has more than 200 files; the others were not read',
    ]);
    expect(await paths()).toHaveLength(200);
  });

  test.each([
    ['compose.YML', '"compose.YML" and "compose.yml" are the same name on some filesystems'],
    ['a\nb', 'File name "a\\nb" holds a character that shells, browsers or people misread'],
    ['-rf', 'File name "-rf" holds a character that shells, browsers or people misread'],
    ['a;id', 'File name "a;id" holds a character that shells, browsers or people misread'],
    ['a\u202Eb', 'File name "a\\u202Eb" holds a character'],
    ['.git', 'Path ".git" is not allowed in a recipe'],
  ])('the name %j is told', async (name, message) => {
    await writeFile(join(folder, name), '');
    expect((await told()).join()).toContain(message);
  });

  test('names that differ in normalisation only are told', async () => {
    await writeFile(join(folder, 'é'.normalize('NFC')), '');
    await writeFile(join(folder, 'é'.normalize('NFD')), '');
    expect((await told()).join()).toContain('are the same name on some filesystems');
  });

  test('deep folders are told', async () => {
    const deep = join(folder, ...Array.from({ length: 9 }, () => 'd'));
    await mkdir(deep, { recursive: true });
    await writeFile(join(deep, 'f'), '');
    expect((await told()).join()).toContain('lies 9 folders deep');
  });
});

describe('a recipe', () => {
  test('that does not exist is told with the one that was meant', async () => {
    const error = await readRecipe(root, 'wkii').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(KnownError);
    expect(error).toMatchObject({ message: 'There is no recipe "wkii"', help: expect.stringContaining('"wiki"') });
  });

  test.each(['..', '../recipes/wiki', '.', '', '/etc', 'wiki/', 'x'.repeat(300)])(
    '%j is no name of one',
    async (name) => {
      await expect(readRecipe(root, name)).rejects.toBeInstanceOf(KnownError);
    },
  );

  test('must not be a link to a folder', async () => {
    await symlink(folder, join(root, 'recipes/twin'));
    await expect(readRecipe(root, 'twin')).rejects.toBeInstanceOf(KnownError);
    await expect(listRecipes(root)).rejects.toMatchObject({ message: 'recipes/ holds "twin", which is no recipe' });
  });

  test('outside a repository has no commit', async () => {
    expect((await readRecipe(root, 'wiki')).commit).toBeNull();
  });

  test('has the commit while its folder is as committed', async () => {
    await mkdir(join(root, 'recipes/blog'));
    await writeFile(join(root, 'recipes/blog/compose.yml'), '');
    await writeFile(join(root, '.gitignore'), '*.log\n');
    const git = (...args: string[]) =>
      execa('git', ['-c', 'user.name=T', '-c', 'user.email=t@t', ...args], { cwd: root });
    await git('init', '-q');
    await git('add', '.');
    await git('commit', '-qm', 'Add');
    const { stdout: head } = await git('rev-parse', 'HEAD');
    const commits = async () => (await readRecipes(root, ['wiki', 'blog'])).map(({ commit }) => commit);
    expect(await commits()).toEqual([head, head]);
    await writeFile(join(folder, '.env'), 'A=1');
    expect(await commits()).toEqual([head, head]);
    await writeFile(join(folder, 'ignored.log'), '');
    expect(await commits()).toEqual([null, head]);
    await rm(join(folder, 'ignored.log'));
    await writeFile(join(root, 'recipes/blog/compose.yml'), 'a: 1');
    expect(await commits()).toEqual([head, null]);
  });
});

test('recipes are listed by name, files beside them are not', async () => {
  await mkdir(join(root, 'recipes/blog'));
  await writeFile(join(root, 'recipes/README.md'), '');
  expect(await listRecipes(root)).toEqual(['blog', 'wiki']);
});

test('no recipes folder is no recipes', async () => {
  expect(await listRecipes(join(root, 'nowhere'))).toEqual([]);
});

describe('writing', () => {
  test('gives back the very same tree', async () => {
    await writeFile(join(folder, 'run.sh'), '#!/bin/sh\n', { mode: 0o700 });
    await writeFile(join(folder, 'icon.png'), Buffer.from([0xff, 0, 0xfe]));
    const recipe = await readRecipe(root, 'wiki');
    await writeRecipe(recipe, join(root, 'recipes/copy'));
    expect((await readRecipe(root, 'copy')).digest).toBe(recipe.digest);
  });

  test('never leaves the folder', async () => {
    const file = { path: '../evil', executable: false, encoding: 'utf8', content: 'x', sha256: '' } as const;
    await expect(writeRecipe({ files: [file] }, join(root, 'copy'))).rejects.toThrow('cannot be written');
  });
});
