import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'architecture-'));
  await copyFile('biome.json', join(folder, 'biome.json'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What the linter says of one line of code in a room. */
async function lintIn(file: string, code: string): Promise<string> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), code);
  const options = { cwd: folder, all: true, reject: false, preferLocal: true, localDir: process.cwd() } as const;
  const { all } = await execa('biome', ['lint', '--vcs-enabled=false', file], options);
  return all;
}

test.each([
  ['scripts/lib/recipe/parse.ts', "import '../trial/plan.ts';"],
  ['scripts/lib/recipe/parse.ts', "import '../stack/model.ts';"],
  ['scripts/lib/stack/model.ts', "import '../lint/lint.ts';"],
  ['scripts/lib/lint/lint.ts', "import '../engine/local.ts';"],
  ['scripts/lib/trial/plan.ts', "import '../catalogue/build.ts';"],
  ['scripts/lib/trial/rungs/deploys.ts', "import '../../certificate/levels.ts';"],
  ['scripts/lib/engine/local.ts', "import '../trial/plan.ts';"],
  ['scripts/lib/certificate/levels.ts', "import '../catalogue/model.ts';"],
  ['scripts/lib/scan/run.ts', "import '../certificate/levels.ts';"],
  ['scripts/lib/trial/run.ts', "import '../scan/run.ts';"],
  ['scripts/lib/images/pin.ts', "import '../trial/plan.ts';"],
])('an import that runs up the flow is an error: %s', async (file, code) => {
  expect(await lintIn(file, code)).toContain('Imports go down the flow');
});

test.each([
  ['scripts/lib/recipe/parse.ts', "import 'node:fs/promises';"],
  ['scripts/lib/stack/merge.ts', "import 'node:fs/promises';"],
  ['scripts/lib/lint/rules/image-untagged.ts', "import 'execa';"],
  ['scripts/lib/certificate/certify.ts', "import 'node:fs';"],
  ['scripts/lib/scan/policy.ts', "import 'node:fs';"],
  ['scripts/lib/recipe/env.ts', 'export const home = process.env;'],
  ['scripts/lib/trial/converge.ts', "import 'dockerode';"],
])('an effect in pure code is an error: %s', async (file, code) => {
  expect(await lintIn(file, code)).toMatch(/Effects live in|argument of pure code/);
});

test('a page reaches the catalogue by its one door', async () => {
  expect(await lintIn('site/components/card.ts', "import '../../scripts/lib/catalogue/build.ts';")).toContain(
    'one door',
  );
});

test('printing outside commands is an error', async () => {
  expect(await lintIn('scripts/lib/report/pretty.ts', "console.log('x');")).toContain('noConsole');
});

test('an import down the flow is fine', async () => {
  const code =
    "import { parseVersion } from '../recipe/version.ts';\nexport const version = parseVersion('1.0.0+1');\n";
  expect(await lintIn('scripts/lib/trial/plan.ts', code)).not.toContain('noRestrictedImports');
});
