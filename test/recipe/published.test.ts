import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { lookForPublished } from '../../scripts/lib/recipe/published.ts';
import { quickLabel } from '../../scripts/lib/recipe/published-fold.ts';
import { readRecipes } from '../../scripts/lib/recipe/read.ts';
import type { Published, PublishedVersion } from '../../scripts/lib/types.ts';

/** Each test starts a dozen processes. */
vi.setConfig({ testTimeout: 60_000 });

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'published-'));
  await git('init', '-q', '-b', 'main');
});
afterEach(() => rm(root, { recursive: true }));

async function git(...args: string[]): Promise<string> {
  const date = '1767225600 +0000';
  const env = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, GIT_CONFIG_GLOBAL: '/dev/null' };
  const who = ['-c', 'user.name=T', '-c', 'user.email=t@example.org'];
  return (await execa('git', [...who, ...args], { cwd: root, env })).stdout;
}

async function write(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

async function commit(): Promise<string> {
  await git('add', '-A');
  await git('commit', '-q', '--allow-empty', '-m', 'Change');
  return git('rev-parse', 'HEAD');
}

function compose(version: string, more = ''): string {
  return `services:\n  app:\n    image: a\n    deploy:\n      labels:\n        - "coop-cloud.\${STACK_NAME}.version=${version}"\n${more}`;
}

async function publish(version: string, recipe = 'wiki'): Promise<string> {
  await write(`recipes/${recipe}/compose.yml`, compose(version));
  return commit();
}

async function look(names: readonly string[] = ['wiki'], at = root): Promise<ReadonlyMap<string, Published>> {
  using history = lookForPublished(at, names);
  return await history.of(await readRecipes(at, names));
}

async function versions(): Promise<readonly PublishedVersion[]> {
  const published = (await look()).get('wiki');
  if (published === undefined || 'unknown' in published) throw new Error(JSON.stringify(published));
  return published.versions;
}

function filesOf(version: PublishedVersion | undefined): unknown {
  return version?.files?.map(({ path, content }) => [path, content]);
}

describe('published versions', () => {
  test('ascend; of the own and the one below it the files of the first commit are there', async () => {
    await publish('1.0.0+1');
    await publish('1.9.0+1');
    await write('recipes/wiki/conf', 'one');
    const first = await publish('1.10.0+1');
    await write('recipes/wiki/conf', 'two');
    await commit();
    const found = await versions();
    expect(found.map(({ version }) => version)).toEqual(['1.0.0+1', '1.9.0+1', '1.10.0+1']);
    expect(found.map(({ files }) => files?.length ?? null)).toEqual([null, 1, 2]);
    expect(found[2]).toMatchObject({ commit: first, publishedAt: '2026-01-01T00:00:00.000Z' });
    expect(filesOf(found[2])).toEqual([
      ['compose.yml', compose('1.10.0+1')],
      ['conf', 'one'],
    ]);
  });

  test('are compared with what lies in the folder, committed or not', async () => {
    await publish('1.0.0+1');
    await write('recipes/wiki/run.sh', Buffer.from([0xff, 0xfe]));
    await publish('1.1.0+1');
    await write('recipes/wiki/compose.yml', compose('1.2.0+1'));
    const found = await versions();
    expect(found.map(({ files }) => files?.map(({ path, encoding }) => `${path} ${encoding}`) ?? null)).toEqual([
      null,
      ['compose.yml utf8', 'run.sh base64'],
    ]);
  });

  test('are not what a branch has committed, nor what was not pushed', async () => {
    await publish('1.0.0+1');
    await git('checkout', '-q', '-b', 'try');
    await publish('1.1.0+1');
    expect((await versions()).map(({ version }) => version)).toEqual(['1.0.0+1']);
    await git('checkout', '-q', 'main');
    await git('update-ref', 'refs/remotes/origin/main', 'main');
    await publish('1.2.0+1');
    expect((await versions()).map(({ version }) => version)).toEqual(['1.0.0+1']);
  });

  test('come with merges, whatever was tried on the way', async () => {
    await publish('1.0.0+1');
    await git('checkout', '-q', '-b', 'try');
    await publish('1.1.0+1');
    await publish('1.2.0+1');
    await git('checkout', '-q', 'main');
    await git('merge', '-q', '--no-ff', '-m', 'Merge', 'try');
    expect((await versions()).map(({ version }) => version)).toEqual(['1.0.0+1', '1.2.0+1']);
  });

  test('lack links and removed files', async () => {
    await write('recipes/wiki/old', 'x');
    await symlink('/etc/passwd', join(root, 'recipes/wiki/link'));
    await publish('1.0.0+1');
    await rm(join(root, 'recipes/wiki/old'));
    await rm(join(root, 'recipes/wiki/link'));
    await publish('1.1.0+1');
    const found = await versions();
    expect(found.map(({ files }) => files?.map(({ path }) => path))).toEqual([['compose.yml', 'old'], ['compose.yml']]);
  });

  test('of several recipes and of a subfolder are found as well', async () => {
    await publish('1.0.0+1', '../sub/recipes/wiki');
    await publish('2.0.0+1', '../sub/recipes/blog');
    const found = await look(['wiki', 'blog'], join(root, 'sub'));
    expect([...found].map(([name, published]) => [name, JSON.stringify(published).includes('2.0.0+1')])).toEqual([
      ['wiki', false],
      ['blog', true],
    ]);
  });

  test('whose blobs are huge are passed over', async () => {
    await publish('1.0.0+1');
    await write('recipes/wiki/compose.yml', compose('1.1.0+1', '#'.repeat(300_000)));
    await commit();
    await publish('1.2.0+1');
    expect((await versions()).map(({ version }) => version)).toEqual(['1.0.0+1', '1.2.0+1']);
  });

  test('are none before the first commit, and nothing is known outside a repository', async () => {
    await write('recipes/wiki/compose.yml', compose('1.0.0+1'));
    expect(await versions()).toEqual([]);
    await rm(join(root, '.git'), { recursive: true });
    expect(await look()).toEqual(new Map());
  });

  test('of a shallow clone are unknown, and that is said', async () => {
    await publish('1.0.0+1');
    await publish('1.1.0+1');
    await git('clone', '-q', '--depth', '1', `file://${root}`, join(root, 'shallow'));
    expect(await look(['wiki'], join(root, 'shallow'))).toEqual(
      new Map([['wiki', { unknown: 'this clone is shallow' }]]),
    );
  });
});

describe('the label read without parsing', () => {
  test.each([
    [compose('1.0.0+1'), '1.0.0+1'],
    ['      coop-cloud.${STACK_NAME}.version: "1.0.0+1"\n', '1.0.0+1'],
    ['      - coop-cloud.${STACK_NAME}.version=1.0.0+1\n', '1.0.0+1'],
    ['      # - coop-cloud.${STACK_NAME}.version=1.0.0+1\n', null],
    ['labels: ["coop-cloud.${STACK_NAME}.version=1.0.0+1"]\n', null],
    [`${compose('1.0.0+1')}# coop-cloud.\${STACK_NAME}.version=2.0.0+1\n`, null],
    ['', null],
  ])('%j is %j', (text, label) => {
    expect(quickLabel(text)).toBe(label);
  });
});
