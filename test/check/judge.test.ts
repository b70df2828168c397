/** What `npm run check` and `npm run trial` ask before an engine gets a recipe, in a real repository. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readToJudge } from '../../scripts/lib/check/judge.ts';
import { localProvider } from '../../scripts/lib/engine/local.ts';

vi.setConfig({ testTimeout: 60_000 });

const TRIAL = join(import.meta.dirname, '../../scripts/trial.ts');
const GOOD = join(import.meta.dirname, '../fixtures/lint/_recipe');
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'judge-'));
  await cp(GOOD, join(root, 'recipes/wiki'), { recursive: true });
  await git('init', '-q', '-b', 'main');
  await git('add', '-A');
  await git('commit', '-q', '-m', 'Publish');
});
afterEach(() => rm(root, { recursive: true }));

async function git(...args: string[]): Promise<void> {
  const env = { GIT_CONFIG_GLOBAL: '/dev/null' };
  await execa('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], { cwd: root, env });
}

async function change(): Promise<void> {
  const file = join(root, 'recipes/wiki/compose.yml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('memory: 128M', 'memory: 256M'));
}

async function rules(): Promise<readonly string[]> {
  const { recipes, lint } = await readToJudge(root, ['wiki']);
  return recipes.flatMap((recipe) => lint(recipe).findings.map(({ rule }) => rule));
}

test('a recipe passes as it was published, and not with other bytes under the same label', async () => {
  expect(await rules()).toEqual([]);
  await change();
  expect(await rules()).toEqual(['version-already-published-differs']);
});

test('the trial command stops there', async ({ skip }) => {
  const lacking = await localProvider().unavailable();
  if (lacking !== null) skip(`no engine: ${lacking.message}`);
  await change();
  const { exitCode, stdout } = await execa(process.execPath, [TRIAL, 'wiki'], { cwd: root, reject: false });
  expect(stdout).toMatch(/version-already-published-differs[\s\S]*wiki was not tried/);
  expect(exitCode).toBe(1);
});
