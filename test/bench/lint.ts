/**
 * How long `node scripts/lint.ts` takes for one recipe, against a bare node and against reading and parsing the same files
 * with places, which no linter can do without; and the same for many recipes in one process.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { LineCounter, parseDocument } from 'yaml';
import { lintReport } from '../../scripts/lib/lint/report.ts';
import { parseRecipe } from '../../scripts/lib/recipe/parse.ts';
import { readFolder } from '../../scripts/lib/recipe/read.ts';
import type { RecipeFile } from '../../scripts/lib/types.ts';

const ROUNDS = 15;
const COPIES = 300;
const RECIPE = 'fossil';
const FOLDER = `recipes/${RECIPE}`;
const YAML_FILES = [`${FOLDER}/compose.yml`, `${FOLDER}/recipe.yml`];
const PARSE = `import { readFileSync } from 'node:fs'; import { LineCounter, parseDocument } from 'yaml';
for (const file of ${JSON.stringify(YAML_FILES)}) {
  parseDocument(readFileSync(file, 'utf8'), { lineCounter: new LineCounter(), merge: true }).toJS();
}`;

const PROCESSES = [
  ['bare node', ['node', '-e', '0']],
  ['read and parse with places', ['node', '--input-type=module', '-e', PARSE]],
  ['lint, one recipe', ['node', 'scripts/lint.ts', RECIPE]],
  ['dclint, its compose.yml', ['dclint', join(FOLDER, 'compose.yml')]],
] as const;

const times = new Map<string, number[]>();
// In turn, so that whatever else this machine does slows all of them alike.
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, [file, ...args]] of PROCESSES) {
    const elapsed = await milliseconds(() => execa(file, args, { preferLocal: true, reject: false }));
    // The first round warms the caches.
    if (round > 0) times.set(name, [...(times.get(name) ?? []), elapsed]);
  }
}
table(
  `one process, ${ROUNDS} rounds`,
  PROCESSES.map(([name]) => [name, times.get(name) ?? []]),
);

const { files, findings } = readFolder(FOLDER, FOLDER);
const texts = await Promise.all(YAML_FILES.map((file) => readFile(file, 'utf8')));
const bulk: { floor: number[]; ours: number[] } = { floor: [], ours: [] };
for (let round = 0; round < 5; round++) {
  bulk.floor.push(await milliseconds(async () => repeat(() => texts.forEach(parse))));
  bulk.ours.push(await milliseconds(async () => repeat(() => lintOnce(files.map((file) => ({ ...file }))))));
}
table(`${COPIES} recipes in one process, 5 rounds`, [
  ['parse with places', bulk.floor],
  ['parse and lint', bulk.ours],
]);

function parse(text: string): unknown {
  return parseDocument(text, { lineCounter: new LineCounter(), merge: true }).toJS();
}

/** Copies of the files, because parsed files are remembered. */
function lintOnce(copies: readonly RecipeFile[]): void {
  const recipe = parseRecipe({ name: RECIPE, folder: FOLDER, commit: null, files: copies, findings });
  lintReport(recipe, { now: new Date(0), clock: () => 0 });
}

function repeat(work: () => void): void {
  for (let copy = 0; copy < COPIES; copy++) work();
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Ratios are to the first row. */
function table(title: string, rows: readonly (readonly [string, readonly number[]])[]): void {
  const base = median(rows[0]?.[1] ?? []);
  process.stdout.write(`${title}\n${'median'.padStart(39)}${'fastest'.padStart(11)}${'ratio'.padStart(8)}\n`);
  for (const [name, values] of rows) {
    const cells = [`${median(values).toFixed(0)} ms`, `${Math.min(...values).toFixed(0)} ms`];
    const ratio = (median(values) / base).toFixed(1);
    process.stdout.write(`  ${name.padEnd(28)}${cells[0]?.padStart(9)}${cells[1]?.padStart(11)}${ratio.padStart(8)}\n`);
  }
  process.stdout.write('\n');
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
