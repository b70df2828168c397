/** One input through everything that touches a recipe before a human has seen it, and what must hold afterwards. */

import { terminalColors } from '../../scripts/lib/colors.ts';
import { fixFindings } from '../../scripts/lib/lint/fix.ts';
import { lint } from '../../scripts/lib/lint/lint.ts';
import { lintReport } from '../../scripts/lib/lint/report.ts';
import { rulesFor } from '../../scripts/lib/lint/scope.ts';
import { printerOf } from '../../scripts/lib/lint-command/print.ts';
import { parseRecipe } from '../../scripts/lib/recipe/parse.ts';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import { summaryOf } from '../../scripts/lib/report/printer.ts';
import type { Finding, Place, Published, Recipe, RecipeFile } from '../../scripts/lib/types.ts';
import type { Files } from './inputs.ts';

/** Processor time one input may take. Honest recipes take some milliseconds; a busy machine counts a few times as much. */
const MOST_MS = 2000;
/** Repairing lints anew for each repair, and is asked for where that is quick. */
const QUICK_MS = 40;
const DAY = '2026-01-01';

export interface Attempt {
  /** What should not be, in words; empty when all is well. */
  readonly faults: readonly string[];
  readonly cpuMs: number;
}

const printers = await Promise.all(
  (['pretty', 'json', 'github', 'sarif'] as const).map((format) =>
    printerOf(format, { colors: terminalColors(), width: 100 }),
  ),
);
const natives = nativeKeys();

/** Never throws: what is thrown is a fault. */
export function attempt(files: Files): Attempt {
  const faults: string[] = [];
  const before = process.threadCpuUsage();
  const elapsed = () => {
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  };
  try {
    const own = [...files].map(([path, bytes]) => recipeFile(path, bytes, false));
    const recipe = recipeOf(own);
    const report = lintReport(recipe, {
      now: new Date(`${DAY}T00:00:00Z`),
      clock: () => 0,
      published: asPublished(own),
    });
    for (const finding of [...report.findings, ...report.waived]) faults.push(...findingFaults(finding, recipe));
    if (JSON.stringify(JSON.parse(JSON.stringify(report))) !== JSON.stringify(report))
      faults.push('a report that does not survive being saved');
    const source = (name: string) => sourceOf(recipe, name);
    for (const printer of printers) {
      printer.each(report, source, 0);
      printer.end([summaryOf(report)], []);
    }
    const cpuMs = elapsed();
    if (cpuMs > MOST_MS) faults.push(`${Math.round(cpuMs)} ms of processor time`);
    if (cpuMs < QUICK_MS) faults.push(...repairFaults(own, report.findings), ...scopeFaults(recipe));
  } catch (error) {
    faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  if (nativeKeys() !== natives) faults.push(`a prototype that everybody shares was changed: ${nativeKeys()}`);
  return { faults: [...new Set(faults)], cpuMs: elapsed() };
}

function recipeOf(files: readonly RecipeFile[]): Recipe {
  return parseRecipe({ name: 'wiki', folder: 'recipes/wiki', commit: null, files, findings: [] });
}

/** As if the main line had it under a number below and under its own: then the rules about history look as well. */
function asPublished(files: readonly RecipeFile[]): Published {
  const of = { commit: 'c'.repeat(40), publishedAt: `${DAY}T00:00:00.000Z`, files };
  return { versions: ['0.0.1+1', '1.0.0+1.0'].map((version) => ({ version, ...of })) };
}

function findingFaults({ rule, message, help, place, fix }: Finding, recipe: Recipe): readonly string[] {
  const faults: string[] = [];
  if (rule === 'rule-broken') faults.push(message);
  if (message === '' || help === '') faults.push(`${rule} says nothing`);
  if (place !== null && !isInside(place, recipe)) {
    faults.push(`${rule} speaks of ${place.file}:${place.line}:${place.column}, which is nowhere`);
  }
  for (const { file, start, end } of fix ?? []) {
    const length = recipe.files.find(({ path }) => path === file)?.content.length ?? -1;
    if (start < 0 || end < start || end > length) faults.push(`${rule} would edit ${file} from ${start} to ${end}`);
  }
  return faults;
}

/** A file that is missing, or is no text, has one place. */
function isInside({ file, line, column }: Place, recipe: Recipe): boolean {
  const lines = linesOf(recipe, file);
  if (lines === undefined) return line === 1 && column === 1;
  return line >= 1 && line <= lines.length && column >= 1 && column <= (lines[line - 1]?.length ?? 0) + 1;
}

const known = new WeakMap<RecipeFile, readonly string[]>();

function linesOf({ folder, files }: Recipe, name: string): readonly string[] | undefined {
  const file = files.find(({ path }) => `${folder}/${path}` === name);
  if (file?.encoding !== 'utf8') return undefined;
  const lines = known.get(file) ?? file.content.split('\n');
  known.set(file, lines);
  return lines;
}

function sourceOf({ folder, files }: Recipe, name: string): string | undefined {
  const file = files.find(({ path }) => `${folder}/${path}` === name);
  return file?.encoding === 'utf8' ? file.content : undefined;
}

/** Repairing ends, breaks nothing, and finds nothing to do a second time. */
function repairFaults(files: readonly RecipeFile[], findings: readonly Finding[]): readonly string[] {
  const relint = (next: readonly RecipeFile[]) => lint(recipeOf(next), { today: DAY }).findings;
  const first = fixFindings({ files, findings }, { relint });
  if (first.more) return [];
  const again = fixFindings(first, { relint });
  return again.fixed.map(({ rule }) => `${rule} is repaired again after it was repaired`);
}

/** The same for who lints a compose file alone, or a recipe of others. */
function scopeFaults(recipe: Recipe): readonly string[] {
  return (['abra', 'file'] as const).flatMap((scope) =>
    lint(recipe, { today: DAY, rules: rulesFor(scope) }).findings.flatMap((finding) => findingFaults(finding, recipe)),
  );
}

/** What every object, list, function and text has; whatever is added there shows everywhere. */
function nativeKeys(): string {
  const shared = [Object, Array, Function, String, Number, Boolean, Map, Set, Promise, RegExp, Error];
  const own = shared.flatMap(({ prototype }) => Reflect.ownKeys(prototype).map(String));
  return [...own, ...Reflect.ownKeys(Object).map(String), ...Object.keys({}), ...Object.keys([])].join(' ');
}
