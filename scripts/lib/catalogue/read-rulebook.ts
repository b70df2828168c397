/** The rules with their cases and their self-test; what was worked out once for the same bytes is kept in `.cache/`. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_RULES } from '../lint/lint.ts';
import { PLANTERS, UNPLANTABLE } from '../mutation/planters.ts';
import { readPlanted } from '../mutation/read-planted.ts';
import { testGates } from '../mutation/run.ts';
import type { Recipe } from '../types.ts';
import { baseFiles, CASE_DAY, readCases } from './cases.ts';
import { buildRulebook, type Rulebook } from './rulebook.ts';

const CODE = join(import.meta.dirname, '../../..');
const KEPT = join(CODE, '.cache/rulebook');
/** Whatever a verdict of lint, or what is told of it, can depend on. */
const SOURCES = ['scripts/lib', 'test/fixtures/lint', 'package-lock.json'];
/** Of other recipes, other days, other code. */
const MOST_KEPT = 8;

/** `recipes`: those the faults are planted into; `of`: how many there are. */
export function readRulebook(
  recipes: readonly Recipe[],
  { of, today }: { readonly of: number; readonly today: string },
): Rulebook {
  const file = join(KEPT, `${digestOf(recipes, of, today)}.json`);
  const known = readKept(file);
  if (known !== null) return known;
  const rulebook = buildRulebook({
    rules: ALL_RULES,
    cases: readCases(),
    base: baseFiles(),
    today: CASE_DAY,
    unplantable: UNPLANTABLE,
    selfTest: testGates(recipes, { planters: PLANTERS, today, read: readPlanted }),
    of,
  });
  keep(file, rulebook);
  return rulebook;
}

function digestOf(recipes: readonly Recipe[], of: number, today: string): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([process.version, of, today, recipes.map(({ name, digest }) => [name, digest])]));
  for (const source of SOURCES) {
    for (const file of filesOf(join(CODE, source))) hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesOf(path: string): readonly string[] {
  try {
    return readdirSync(path, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return [path];
    throw error;
  }
}

function readKept(file: string): Rulebook | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Rulebook;
  } catch {
    return null;
  }
}

/** Whole or not at all: another build may be reading. */
function keep(file: string, rulebook: Rulebook): void {
  mkdirSync(KEPT, { recursive: true });
  const kept = readdirSync(KEPT).map((name) => join(KEPT, name));
  const newestFirst = kept.toSorted((a, b) => timeOf(b) - timeOf(a));
  for (const old of newestFirst.slice(MOST_KEPT - 1)) rmSync(old, { force: true });
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, JSON.stringify(rulebook));
  renameSync(fresh, file);
}

function timeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
