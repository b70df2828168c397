/** The command as packagers and CI call it, in a repository of its own with one recipe. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CACHE_FOLDER } from '../../scripts/lib/engine/paths.ts';
import { reap } from '../../scripts/lib/engine/reaper.ts';
import type { TrialReport } from '../../scripts/lib/types.ts';
import { expectValid } from '../trial/report-schema.ts';
import { engineIds, traces } from './engine-setup.ts';
import { rungOf } from './trial-setup.ts';

const COMMAND = join(import.meta.dirname, '../../scripts/trial.ts');
const COMPOSE = 'recipes/fossil/compose.yml';
const VERSION = '1.1.1+2.21-3';
const NEXT = '1.1.2+2.21-3';
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'trial-command-'));
  await cp('recipes/fossil', join(root, 'recipes/fossil'), { recursive: true });
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '.');
  await git('commit', '--quiet', '--message=Publish fossil');
});
afterAll(() => rm(root, { recursive: true }));

function git(...args: string[]) {
  return execa('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: root });
}

function trial(...args: string[]) {
  return execa(process.execPath, [COMMAND, ...args], { cwd: root, reject: false });
}

function reportsOf(stdout: string): readonly TrialReport[] {
  const reports = JSON.parse(stdout);
  expectValid(reports);
  return reports;
}

/** Commits a new version that cannot start. */
async function breakIt(): Promise<void> {
  const before = await readFile(join(root, COMPOSE), 'utf8');
  const after = before.replace(/^( +)(image: .*)$/m, '$1$2\n$1entrypoint: [no-such-program]').replaceAll(VERSION, NEXT);
  expect(after).not.toBe(before);
  await writeFile(join(root, COMPOSE), after);
  await writeFile(join(root, 'recipes/fossil/release', NEXT), 'Nothing to do.\n');
  await git('add', '.');
  await git('commit', '--quiet', '--message=Publish another');
}

test('an engine that is kept outlives the command and the reaper, can be looked at and asked, and is removed by one command', async () => {
  const { stdout, stderr, exitCode } = await trial('fossil', '--keep');
  const [, id = ''] = /npm run trial -- --remove (\S+)/.exec(stdout) ?? [];
  try {
    expect(`${exitCode} ${stderr}`).toMatch(/^0 /);
    expect(stdout).toMatch(/removes unverified/);
    await reap(CACHE_FOLDER);
    const [, look = ''] = /look around: (.*)/.exec(stdout) ?? [];
    const services = await execa('sh', ['-c', look]);
    expect(services.stdout).toMatch(/fossil_app .* 1\/1/);
    const [, page = ''] = /the page: +(.*)/.exec(stdout) ?? [];
    expect((await execa('sh', ['-c', `${page}home`])).stdout).toContain('Fossil');
  } finally {
    const removed = await trial('--remove', id);
    expect(removed.stdout).toBe(`removed the engine ${id}`);
  }
  expect(await traces(CACHE_FOLDER, id)).toEqual([]);
  expect(await engineIds(CACHE_FOLDER)).not.toContain(id);
  const again = await trial('--remove', id);
  expect(`${again.exitCode} ${again.stderr}`).toContain(`2 error: no engine "${id}" was kept`);
});

test('a shard that no recipe falls into tries nothing and says so', async () => {
  const { stdout, exitCode } = await trial('--shard', '2/2');
  expect(`${exitCode} ${stdout}`).toBe('0 no recipe falls into shard 2/2; nothing was tried');
});

test('a rung that fails is blamed on the change that broke it, and on no other', async () => {
  const args = ['fossil', '--rung', 'deploys', '--format', 'json'];
  await git('tag', 'good');
  await breakIt();
  const junit = join(root, 'out/junit.xml');
  const broken = await trial(...args, '--base', 'good', '--junit', junit, '--shard', '1/1');
  const [first] = reportsOf(broken.stdout);
  if (first === undefined) throw new Error(broken.stderr);
  expect(first.verdict).toBe('fail');
  expect(rungOf(first, 'deploys').base).toEqual({ ref: 'good', status: 'pass', blame: 'this change' });
  expect(rungOf(first, 'answers').base).toBeUndefined();
  const xml = await readFile(junit, 'utf8');
  expect(xml).toContain('<testsuites tests="3" failures="1" errors="0" skipped="2"');
  expect(xml).toContain('this change (good)');

  const { stdout } = await trial(...args, '--base', 'HEAD');
  const [second] = reportsOf(stdout);
  if (second === undefined) throw new Error('no report');
  expect(rungOf(second, 'deploys').base).toMatchObject({ ref: 'HEAD', status: 'fail', blame: 'already so' });
});

test.each([
  [['--base', 'no-such-branch'], 'git knows no commit "no-such-branch"'],
  [['--rung', 'flies'], 'no rung "flies"'],
  [['--shard', '3/2'], 'is no part of a whole'],
  [['--variant', 'mail'], 'fossil declares no variant "mail"'],
  [['--from', '0.0.1+0'], 'has no published version "0.0.1+0" to upgrade from'],
  [['--remove', '../..'], 'no engine "../.." was kept'],
])('%j is a wrong call', async (args, message) => {
  const { exitCode, stderr } = await trial(...args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});
