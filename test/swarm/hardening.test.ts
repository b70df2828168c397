import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineProvider, ImageStore } from '../../scripts/lib/engine/engine.ts';
import { localProvider } from '../../scripts/lib/engine/local.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { lint } from '../../scripts/lib/lint/lint.ts';
import { parseRecipe } from '../../scripts/lib/recipe/parse.ts';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import { writeRecipe } from '../../scripts/lib/recipe/write.ts';
import { type HardeningRun, hardenRecipe } from '../../scripts/lib/trial/harden/run.ts';
import type { Recipe } from '../../scripts/lib/types.ts';
import { ladderOf, sharing } from './trial-setup.ts';

const signal = new AbortController().signal;
let root: string;
let store: ImageStore;
let shared: EngineProvider & AsyncDisposable;
let soft: Recipe;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hardening-'));
  store = openImageStore();
  shared = sharing(localProvider());
  const fossil = await readRecipe(process.cwd(), 'fossil');
  soft = rewritten(fossil, (text) => text.replace(/^ {4}(?:read_only|cap_drop):.*\n/gm, ''));
});
afterAll(async () => {
  await shared[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

function rewritten(recipe: Recipe, change: (text: string) => string): Recipe {
  const files = recipe.files.map((file) =>
    file.path === 'compose.yml' ? recipeFile(file.path, Buffer.from(change(file.content)), false) : file,
  );
  return parseRecipe({ ...recipe, commit: null, files, findings: [] });
}

function hardening(recipe: Recipe): Promise<HardeningRun> {
  const options = { root, store, provider: shared, standIns: false, signal };
  return hardenRecipe(recipe, options, pc.createColors(false));
}

function rulesOf(recipe: Recipe): readonly string[] {
  return lint(recipe, { today: '2026-01-01' }).findings.map(({ rule }) => rule);
}

test('what fossil can do without is a patch that git applies, lint likes and a fresh installation passes', async () => {
  const { tried, patch, proof } = await hardening(soft);
  expect(tried).toMatch(
    /kept {2}app: cap_drop: \[ALL\]\n {2}kept {2}app: read_only: true\n {2}left {2}no-new-privileges/,
  );
  expect(proof === null ? '' : ladderOf(proof)).toBe('deploys pass, answers pass, removes pass');
  const folder = join(root, 'recipes/fossil');
  await mkdir(folder, { recursive: true });
  await writeRecipe(soft, folder);
  execFileSync('git', ['apply', '-'], {
    cwd: root,
    input: patch,
    env: { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() },
  });
  const patched = await readRecipe(root, 'fossil');
  expect(patched.digest).toBe(proof?.subject.digest);
  expect(rulesOf(soft)).toEqual(expect.arrayContaining(['writable-root', 'capabilities-not-dropped']));
  expect(rulesOf(patched)).not.toEqual(expect.arrayContaining(['writable-root']));
  expect(rulesOf(patched)).not.toEqual(expect.arrayContaining(['capabilities-not-dropped']));
});

test('what it cannot do without stays', async () => {
  // A fresh /run has no folder for locks.
  const locking = rewritten(soft, (text) =>
    text.replace(
      /^ {4}image: .*\n/m,
      '$&    entrypoint: [sh, -c, "touch /run/lock/x && exec tini -- entrypoint.sh"]\n',
    ),
  );
  const { tried, patch, proof } = await hardening(locking);
  expect(tried).toMatch(
    /kept {2}app: cap_drop: \[ALL\]\n {2}left {2}app: read_only: true, tmpfs on \/run: Service "app"/,
  );
  expect(patch).not.toContain('read_only');
  expect(proof).toMatchObject({ verdict: 'pass' });
});
