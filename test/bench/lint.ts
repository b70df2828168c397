/**
 * Lint against its peers and its floor, in one run: one recipe in one process, 1,000 generated recipes in bulk, their
 * compose files alone, and the same recipe at twice the size. The floor is reading and parsing the same YAML files with places,
 * which no linter can do without; in one thread, as docker and dclint work. Lint takes a thread for each processor.
 */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { lintReport } from '../../scripts/lib/lint/report.ts';
import { parseRecipe } from '../../scripts/lib/recipe/parse.ts';
import { readFolder } from '../../scripts/lib/recipe/read.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const LINT = join(ROOT, 'scripts/lint.ts');
const DCLINT = join(ROOT, 'node_modules/.bin/dclint');
const RECIPE = 'fossil';
const TEMPLATES = ['fossil', 'davical', 'forgejo', 'nextcloud'];
const ROUNDS = 15;
const BULK = 1000;
/** The peers take tens of milliseconds a file: as many as give a steady figure. */
const PEER_FILES = 100;

const FLOOR = 'read and parse with places';
const FLOOR_ALONE = 'read and parse, compose files alone';
const WHOLE = 'lint, whole recipes (target ≤ 2.5)';
const ALONE = 'lint, compose files alone';
const DCLINT_ALONE = 'dclint, compose files alone';

const PARSE = `import { readFileSync } from 'node:fs'; import { LineCounter, parseDocument } from 'yaml';
for (const file of ['compose.yml', 'recipe.yml']) {
  parseDocument(readFileSync('recipes/${RECIPE}/' + file, 'utf8'), { lineCounter: new LineCounter(), merge: true }).toJS();
}`;

const work = await mkdtemp(join(tmpdir(), 'bench-lint-'));
try {
  await oneProcess();
  await generate();
  await bulk();
  linearity();
} finally {
  await rm(work, { recursive: true, force: true });
}

/** In turn, so that whatever else this machine does slows all of them alike. */
async function oneProcess(): Promise<void> {
  const processes = [
    ['bare node', ['node', '-e', '0']],
    ['read and parse with places', ['node', '--input-type=module', '-e', PARSE]],
    ['lint, one recipe (target ≤ 150)', ['node', LINT, RECIPE]],
    ['docker stack config', ['docker', 'stack', 'config', '-c', `recipes/${RECIPE}/compose.yml`]],
    ['dclint, its compose.yml', [DCLINT, `recipes/${RECIPE}/compose.yml`]],
  ] as const;
  const times = new Map<string, number[]>();
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, [file, ...args]] of processes) {
      const elapsed = await milliseconds(() => execa(file, args, { cwd: ROOT, preferLocal: true, reject: false }));
      // The first round warms the caches.
      if (round > 0) times.set(name, [...(times.get(name) ?? []), elapsed]);
    }
  }
  print(`one process, ${ROUNDS} rounds`);
  for (const [name] of processes) row(name, times.get(name) ?? [], times.get('bare node') ?? []);
}

/** Recipes like ours, each with names, settings and sizes of its own, in a repository of its own. */
async function generate(): Promise<void> {
  for (let index = 0; index < BULK; index++) {
    const template = TEMPLATES[index % TEMPLATES.length] ?? '';
    const folder = join(work, 'recipes', `${template}-${index}`);
    await cp(join(ROOT, 'recipes', template), folder, { recursive: true });
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.yml'))) {
      const text = await readFile(join(folder, file), 'utf8');
      await writeFile(
        join(folder, file),
        text.replaceAll(/\b(\d+)s\b/g, (_, n: string) => `${Number(n) + (index % 7)}s`),
      );
    }
  }
}

async function bulk(): Promise<void> {
  const names = await readdir(join(work, 'recipes'));
  const yaml = (
    await Promise.all(
      names.map(async (name) => {
        const files = await readdir(join(work, 'recipes', name));
        return files.filter((file) => file.endsWith('.yml')).map((file) => join(work, 'recipes', name, file));
      }),
    )
  ).flat();
  // Overlays are compose files, too: each linter gets all that a recipe has.
  const composes = yaml.filter((file) => /\/compose[^/]*\.yml$/.test(file));
  const scale = composes.length / PEER_FILES;
  const peers = composes.filter((_, index) => index % Math.floor(scale) === 0).slice(0, PEER_FILES);
  const runs: readonly (readonly [string, () => Promise<unknown>, number])[] = [
    [FLOOR, await floorOf('all', yaml), 1],
    [WHOLE, () => lint(['--quiet']), 1],
    ['lint, whole recipes, one processor', () => lint(['--quiet'], ['taskset', '--cpu-list', '0']), 1],
    [FLOOR_ALONE, await floorOf('alone', composes), 1],
    [ALONE, () => lint(['--quiet', ...composes], [], join(work, 'recipes')), 1],
    [DCLINT_ALONE, () => execa(DCLINT, peers, { reject: false }), scale],
    ['docker stack config', () => eachOf(peers), scale],
  ];
  const times = new Map<string, number[]>();
  for (let round = 0; round < 3; round++) {
    for (const [name, run, times1] of runs) {
      times.set(name, [...(times.get(name) ?? []), (await milliseconds(run)) * times1]);
    }
  }
  print(`\n${BULK} recipes, ${yaml.length} YAML files, 3 rounds, ${availableParallelism()} processors`);
  print(`(dclint and docker: ${PEER_FILES} of the ${composes.length} compose files, scaled)`);
  for (const [name] of runs) row(name, times.get(name) ?? [], times.get(FLOOR) ?? []);
  const perSecond = (name: string, files: number) => (1000 * files) / median(times.get(name) ?? []);
  const dclint = perSecond(DCLINT_ALONE, composes.length);
  const ratio = (name: string, files: number) => (perSecond(name, files) / dclint).toFixed(0);
  print(`  files a second against dclint (target ≥ 20): the same files ${ratio(ALONE, composes.length)} ×`);
  print(
    `  whole recipes ${ratio(WHOLE, yaml.length)} ×; only their compose files counted ${ratio(WHOLE, composes.length)} ×`,
  );
}

/** Reads and parses `files`, whose names are too many for arguments. */
async function floorOf(name: string, files: readonly string[]): Promise<() => Promise<unknown>> {
  const list = join(work, `${name}.json`);
  await writeFile(list, JSON.stringify(files));
  const code = `import { readFileSync } from 'node:fs'; import { LineCounter, parseDocument } from 'yaml';
for (const file of JSON.parse(readFileSync(${JSON.stringify(list)}, 'utf8'))) {
  parseDocument(readFileSync(file, 'utf8'), { lineCounter: new LineCounter(), merge: true }).toJS();
}`;
  return () => execa('node', ['--input-type=module', '-e', code], { cwd: ROOT, preferLocal: true });
}

/** `before`: a command that runs it. From inside recipes/ the recipes are none, and their files are judged alone. */
function lint(args: readonly string[], before: readonly string[] = [], cwd = work): Promise<unknown> {
  const [file = '', ...rest] = [...before, 'node', LINT, ...args];
  return execa(file, rest, { cwd, preferLocal: true, localDir: ROOT, reject: false });
}

async function eachOf(files: readonly string[]): Promise<void> {
  for (const file of files) await execa('docker', ['stack', 'config', '-c', file], { reject: false });
}

/** The same services once, twice and four times over. */
function linearity(): void {
  const folder = join(ROOT, 'recipes/nextcloud');
  const { files, findings } = readFolder(folder, folder);
  const compose = files.find(({ path }) => path === 'compose.yml');
  if (compose === undefined) throw new Error('no compose.yml');
  const services = /^services:\n([\s\S]*?)^(?=[a-z])/m.exec(compose.content)?.[1] ?? '';
  const sized = (times: number) =>
    Array.from({ length: times }, (_, copy) => services.replaceAll(/^ {2}(\w+):$/gm, `  $1${copy || ''}:`)).join('');
  print('\nsize');
  let before: number | null = null;
  for (const times of [1, 2, 4, 8]) {
    const content = compose.content.replace(services, () => sized(times));
    const elapsed = Math.min(
      ...Array.from({ length: 5 }, () => {
        const start = performance.now();
        const copies = files.map((file) => (file === compose ? { ...file, content } : { ...file }));
        const recipe = parseRecipe({ name: 'nextcloud', folder, commit: null, files: copies, findings });
        lintReport(recipe, { now: new Date(0), clock: () => 0 });
        return performance.now() - start;
      }),
    );
    const ratio = before === null ? '' : `× ${(elapsed / before).toFixed(2)} (target ≤ 2.2)`;
    print(`  ${`${times} × the services`.padEnd(36)}${`${elapsed.toFixed(0)} ms`.padStart(9)}  ${ratio}`);
    before = elapsed;
  }
}

async function milliseconds(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

function row(name: string, values: readonly number[], base: readonly number[]): void {
  const cells = [median(values), Math.min(...values)].map((value) => `${value.toFixed(0)} ms`.padStart(12));
  print(`  ${name.padEnd(36)}${cells.join('')}${(median(values) / median(base)).toFixed(1).padStart(8)}`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
