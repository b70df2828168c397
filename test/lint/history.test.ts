/** The history rules, asked through the command in a real repository. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 60_000 });

const COMMAND = join(import.meta.dirname, '../../scripts/lint.ts');
const GOOD = join(import.meta.dirname, '../fixtures/lint/_recipe');
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lint-history-'));
  await cp(GOOD, join(root, 'recipes/wiki'), { recursive: true });
  await git('init', '-q', '-b', 'main');
  await commit();
});
afterEach(() => rm(root, { recursive: true }));

async function git(...args: string[]): Promise<void> {
  const env = { GIT_CONFIG_GLOBAL: '/dev/null' };
  await execa('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], { cwd: root, env });
}

async function commit(): Promise<void> {
  await git('add', '-A');
  await git('commit', '-q', '-m', 'Publish');
}

async function replace(from: string, to: string): Promise<void> {
  const file = join(root, 'recipes/wiki/compose.yml');
  await writeFile(file, (await readFile(file, 'utf8')).replace(from, to));
}

/** `rule severity` of each finding. */
async function findings(at = root): Promise<readonly string[]> {
  const { stdout } = await execa(process.execPath, [COMMAND, 'wiki', '--format', 'json'], { cwd: at, reject: false });
  const found = stdout.matchAll(/"rule": ?"([a-z-]+)",\s*"severity": ?"([a-z]+)"/g);
  return [...found].map(([, rule, severity]) => `${rule} ${severity}`);
}

test('a clean checkout of what is published has no finding', async () => {
  expect(await findings()).toEqual([]);
});

test('a change under a published label is an error until the label rises', async () => {
  await replace('memory: 128M', 'memory: 256M');
  expect(await findings()).toEqual(['version-already-published-differs error']);
  await replace('version=1.2.0', 'version=1.1.0');
  expect(await findings()).toEqual(['version-not-increased error', 'release-note-missing warning']);
  await replace('version=1.1.0', 'version=1.2.1');
  await writeFile(join(root, 'recipes/wiki/release/1.2.1+2.1.0'), 'More memory.\n');
  expect(await findings()).toEqual([]);
});

test('a branch may change the version it proposes', async () => {
  await git('checkout', '-q', '-b', 'try');
  await replace('version=1.2.0', 'version=1.2.1');
  await writeFile(join(root, 'recipes/wiki/release/1.2.1+2.1.0'), 'More memory.\n');
  await commit();
  await replace('memory: 128M', 'memory: 256M');
  expect(await findings()).toEqual([]);
});

test('where git cannot tell, that is said', async () => {
  await writeFile(join(root, 'recipes/wiki/README.md'), '# Wiki\n\nFor hosters and others.\n');
  await commit();
  await git('clone', '-q', '--depth', '1', `file://${root}`, join(root, 'shallow'));
  expect(await findings(join(root, 'shallow'))).toEqual(['history-unknown info']);
  await rm(join(root, '.git'), { recursive: true });
  expect(await findings()).toEqual([]);
});
