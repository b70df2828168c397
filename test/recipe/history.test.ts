import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readHistory, readRecipeAt } from '../../scripts/lib/recipe/history.ts';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { writeRecipe } from '../../scripts/lib/recipe/write.ts';
import { cpuMs } from './cpu.ts';

/** Each test starts dozens of processes. */
vi.setConfig({ testTimeout: 60_000 });

let root: string;
let clock: number;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'history-'));
  clock = Date.UTC(2026, 0, 1) / 1000;
  await git('init', '-q', '-b', 'main');
});
afterEach(() => rm(root, { recursive: true }));

async function git(...args: string[]): Promise<string> {
  const date = `${clock} +0200`;
  const env = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, GIT_CONFIG_GLOBAL: '/dev/null' };
  const who = ['-c', 'user.name=T', '-c', 'user.email=t@example.org'];
  return (await execa('git', [...who, ...args], { cwd: root, env })).stdout;
}

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

/** Commits everything and returns the commit; each is a day after the one before. */
async function commit(message = 'Change'): Promise<string> {
  clock += 86_400;
  await git('add', '-A');
  await git('commit', '-q', '--allow-empty', '-m', message);
  return git('rev-parse', 'HEAD');
}

function compose(version: string, more = ''): string {
  return `services:\n  app:\n    image: a\n    deploy: {labels: ["coop-cloud.\${STACK_NAME}.version=${version}"]}\n${more}`;
}

async function publish(recipe: string, version: string): Promise<string> {
  await write(`recipes/${recipe}/compose.yml`, compose(version));
  return commit(`Publish ${recipe} ${version}`);
}

async function versions(): Promise<string[]> {
  return (await readHistory(root)).versions.map(({ recipe, version }) => `${recipe}/${version}`);
}

describe('versions', () => {
  test('are published by the first commit with their label, documented by the last', async () => {
    await write('README.md', 'x');
    await commit();
    const first = await publish('wiki', '1.0.0+1');
    await write('recipes/wiki/README.md', 'Better words');
    const documented = await commit();
    await write('recipes/wiki/certificates/1.0.0+1.json', '{}');
    await commit();
    await write('site.txt', 'x');
    await commit();
    const second = await publish('wiki', '1.1.0+2');
    expect((await readHistory(root)).versions).toEqual([
      { recipe: 'wiki', version: '1.0.0+1', commit: first, publishedAt: '2026-01-03T00:00:00.000Z', tip: documented },
      { recipe: 'wiki', version: '1.1.0+2', commit: second, publishedAt: '2026-01-07T00:00:00.000Z', tip: second },
    ]);
  });

  test('are sorted by recipe and as people count', async () => {
    await publish('wiki', '1.10.0+1');
    await publish('wiki', '1.9.1+1');
    await publish('blog', '1.0.0+1');
    expect(await versions()).toEqual(['blog/1.0.0+1', 'wiki/1.9.1+1', 'wiki/1.10.0+1']);
  });

  test('a label that comes back keeps its first commit', async () => {
    const first = await publish('wiki', '1.0.0+1');
    await publish('wiki', '1.1.0+2');
    const back = await publish('wiki', '1.0.0+1');
    expect((await readHistory(root)).versions[0]).toMatchObject({ version: '1.0.0+1', commit: first, tip: back });
  });

  test('what a branch tried before it was merged is not published', async () => {
    await publish('blog', '1.0.0+1');
    await git('checkout', '-q', '-b', 'try');
    await publish('wiki', '0.1.0+1');
    await publish('wiki', '1.0.0+1');
    await git('checkout', '-q', 'main');
    await publish('blog', '1.1.0+1');
    clock += 86_400;
    await git('merge', '-q', '--no-ff', '-m', 'Merge', 'try');
    const merge = await git('rev-parse', 'HEAD');
    expect(await versions()).toEqual(['blog/1.0.0+1', 'blog/1.1.0+1', 'wiki/1.0.0+1']);
    expect((await readHistory(root)).versions[2]).toMatchObject({ commit: merge, tip: merge });
  });

  test('stay when their recipe is deleted', async () => {
    await publish('wiki', '1.0.0+1');
    await rm(join(root, 'recipes/wiki'), { recursive: true });
    await commit();
    expect(await versions()).toEqual(['wiki/1.0.0+1']);
  });

  test('labels that are none, files that are no recipes and broken YAML are passed over', async () => {
    await publish('wiki', '');
    await publish('wiki', 'latest');
    await write('recipes/wiki/compose.yml', 'a: [');
    await write('recipes/README.md', 'x');
    await write('recipes/Wiki!/compose.yml', compose('1.0.0+1'));
    await write('recipes/big/compose.yml', compose('1.0.0+1', '#'.repeat(200_000)));
    await write('recipes/new\nline/compose.yml', compose('1.0.0+1'));
    await commit();
    await mkdir(join(root, 'recipes/linked'));
    await symlink('../Wiki!/compose.yml', join(root, 'recipes/linked/compose.yml'));
    await commit();
    expect(await versions()).toEqual([]);
  });

  test('of a repository without commits are none', async () => {
    expect(await versions()).toEqual([]);
  });

  test('are the same in a subfolder of a repository', async () => {
    await write('sub/recipes/wiki/compose.yml', compose('1.0.0+1'));
    const head = await commit();
    expect((await readHistory(join(root, 'sub'))).versions).toMatchObject([{ recipe: 'wiki', commit: head }]);
    expect((await readRecipeAt(join(root, 'sub'), head, 'wiki')).version).toBe('1.0.0+1');
  });

  test('a shallow clone is refused, not shortened', async () => {
    await publish('wiki', '1.0.0+1');
    await publish('wiki', '1.1.0+1');
    await git('clone', '-q', '--depth', '1', `file://${root}`, join(root, 'shallow'));
    await expect(readHistory(join(root, 'shallow'))).rejects.toMatchObject({
      name: 'KnownError',
      help: 'Fetch the whole history: git fetch --unshallow',
    });
  });

  test('outside a repository there is a clear message', async () => {
    await rm(join(root, '.git'), { recursive: true });
    await expect(readHistory(root)).rejects.toMatchObject({
      name: 'KnownError',
      message: expect.stringContaining('not a git repository'),
    });
  });

  test('500 commits take seconds', async () => {
    const stream: string[] = [];
    for (let n = 0; n < 500; n++) {
      const text = compose(`1.${n}.0+1`, `# ${'x'.repeat(2000)}\n`);
      const file = `M 100644 inline recipes/r${n % 20}/compose.yml\ndata ${Buffer.byteLength(text)}\n${text}\n`;
      stream.push(`commit refs/heads/main\ncommitter T <t@t> ${clock + n} +0000\ndata 1\nx\n${file}\n`);
    }
    await execa('git', ['fast-import', '--quiet'], { cwd: root, input: stream.join('') });
    expect(await cpuMs(versions)).toBeLessThan(5000);
    expect(await versions()).toHaveLength(500);
  });
});

describe('tags', () => {
  test('that agree are fine, others than of versions are nobody’s business', async () => {
    await publish('wiki', '1.0.0+1');
    await git('tag', '-a', '-m', 'x', 'wiki/1.0.0+1');
    await git('tag', 'v1');
    await git('tag', 'release/2026');
    expect(await versions()).toEqual(['wiki/1.0.0+1']);
  });

  test('that point elsewhere are refused', async () => {
    await publish('wiki', '1.0.0+1');
    await git('tag', '-a', '-m', 'x', 'wiki/1.1.0+1');
    await expect(readHistory(root)).rejects.toMatchObject({
      name: 'KnownError',
      message: 'Tags disagree with version labels: tag "wiki/1.1.0+1" points to 1.0.0+1',
    });
  });
});

describe('a recipe at a commit', () => {
  test('is the recipe that was committed, byte by byte', async () => {
    await write('recipes/wiki/run.sh', '#!/bin/sh\n');
    await execa('chmod', ['755', join(root, 'recipes/wiki/run.sh')]);
    await writeFile(join(root, 'recipes/wiki/icon.png'), Buffer.from([0xff, 0, 0xfe]));
    const first = await publish('wiki', '1.0.0+1');
    const committed = await readRecipe(root, 'wiki');
    await write('recipes/wiki/run.sh', 'changed');
    await publish('wiki', '1.1.0+1');
    const then = await readRecipeAt(root, first, 'wiki');
    expect(then).toEqual(committed);
    await writeRecipe(then, join(root, 'recipes/copy'));
    expect((await readRecipe(root, 'copy')).digest).toBe(committed.digest);
  });

  test('has no links, no submodules and nothing over the limits', async () => {
    await write('recipes/wiki/compose.yml', compose('1.0.0+1'));
    await symlink('/etc/shadow', join(root, 'recipes/wiki/shadow'));
    await write('recipes/wiki/big', 'x'.repeat(1024 * 1024 + 1));
    const head = await commit();
    await git('update-index', '--add', '--cacheinfo', `160000,${head},recipes/wiki/module`);
    await git('commit', '-qm', 'Submodule');
    const recipe = await readRecipeAt(root, await git('rev-parse', 'HEAD'), 'wiki');
    expect(recipe.files.map(({ path }) => path)).toEqual(['compose.yml']);
    expect(recipe.findings.map(({ rule, message }) => `${rule} ${message}`)).toEqual([
      'recipe-limits File "big" has 1048577 bytes, over the limit of 1048576; it was not read',
      'file-outside-recipe "module" is a submodule; it was not read',
      'file-outside-recipe "shadow" is a symbolic link; it was not read',
    ]);
  });

  test('must exist', async () => {
    const head = await publish('wiki', '1.0.0+1');
    await expect(readRecipeAt(root, head, 'blog')).rejects.toMatchObject({ name: 'KnownError' });
    await expect(readRecipeAt(root, 'f'.repeat(40), 'wiki')).rejects.toMatchObject({ name: 'KnownError' });
    await expect(readRecipeAt(root, '--output=x', 'wiki')).rejects.toThrow('is not a full commit id');
    await expect(readRecipeAt(root, head, '../wiki')).rejects.toMatchObject({ name: 'KnownError' });
  });
});
