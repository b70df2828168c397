import { chmod, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const BUNDLE = join(ROOT, 'scripts/lib/bundle.ts');
let folder: string;
let source: string;
let helper: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  source = join(folder, 'command.ts');
  helper = join(folder, 'word.ts');
  await writeFile(helper, "export const WORD: string = 'one';\n");
  await writeFile(
    source,
    `import { WORD } from './word.ts';
export default async function command(): Promise<void> {
  console.log(WORD, import.meta.url.startsWith('file:'));
}
`,
  );
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function run(into = join(folder, 'bundles')): Promise<string> {
  const call = `import { runBundled } from ${JSON.stringify(BUNDLE)};
await runBundled(${JSON.stringify(relative(ROOT, source))}, { folder: ${JSON.stringify(into)} });`;
  const { stdout } = await execa(process.execPath, ['--input-type=module', '--eval', call]);
  return stdout;
}

async function filesMade(): Promise<readonly string[]> {
  return (await readdir(join(folder, 'bundles'))).filter((name) => !name.endsWith('.json')).sort();
}

test('a bundle and its compiled code are made once', async () => {
  expect(await run()).toBe('one true');
  const made = await filesMade();
  expect(made.map((name) => name.replace(/^\w+/, ''))).toEqual(['.cjs', `.cjs.${process.version}-${process.arch}`]);
  expect(await run()).toBe('one true');
  expect(await filesMade()).toEqual(made);
});

test('a changed source of the same length is never answered by older compiled code', async () => {
  expect(await run()).toBe('one true');
  await writeFile(helper, "export const WORD: string = 'two';\n");
  await utimes(helper, new Date(), new Date(Date.now() + 1000));
  expect(await run()).toBe('two true');
  expect(await run()).toBe('two true');
});

test('damaged compiled code is made again', async () => {
  await run();
  const compiled = (await filesMade()).find((name) => name.includes('.cjs.')) ?? '';
  const path = join(folder, 'bundles', compiled);
  const before = await readFile(path);
  await writeFile(path, before.subarray(0, 100));
  expect(await run()).toBe('one true');
  expect((await readFile(path)).length).toBeGreaterThan(100);
});

test('where no bundle can be written the module itself runs', async () => {
  await writeFile(join(folder, 'file'), '');
  await chmod(join(folder, 'file'), 0o444);
  expect(await run(join(folder, 'file'))).toBe('one true');
});
