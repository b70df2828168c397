/** The gates' self-test: plants every rule's fault into recipes and sees whether lint finds it. */
import { lint } from '../lint/lint.ts';
import type { Rule } from '../lint/rule.ts';
import { RULES } from '../lint/rules.ts';
import { display } from '../recipe/json.ts';
import { locate, locateKey } from '../recipe/locate.ts';
import { parseRecipe } from '../recipe/parse.ts';
import { recipeFile } from '../recipe/recipe-file.ts';
import type { Finding, Place, Recipe } from '../types.ts';
import type { Fault, Planter, Spot } from './fault.ts';
import type { ReadPlanted } from './read-planted.ts';

/** What became of the faults of one rule in one recipe. */
export interface Planted {
  readonly rule: string;
  readonly recipe: string;
  /** How many places the fault fits. */
  readonly planted: number;
  readonly found: number;
  /** For each that lint missed: where it was, and what lint said of that rule instead. */
  readonly missed: readonly string[];
}

export interface SelfTest {
  readonly recipes: readonly string[];
  /** Of every rule in every recipe, also where nothing could be planted. */
  readonly results: readonly Planted[];
}

export interface SelfTestOptions {
  readonly planters: { readonly [rule: string]: Planter };
  /** YYYY-MM-DD, as for lint. */
  readonly today: string;
  /** Reads the few recipes that must lie on a disk to be wrong. */
  readonly read: ReadPlanted;
}

export function testGates(recipes: readonly Recipe[], options: SelfTestOptions): SelfTest {
  const results = recipes.flatMap((recipe) => {
    const known = lint(recipe, { today: options.today }).findings;
    return Object.entries(options.planters).map(([rule, planter]) => plantRule(rule, planter, recipe, known, options));
  });
  return { recipes: recipes.map(({ name }) => name), results };
}

function plantRule(
  rule: string,
  planter: Planter,
  recipe: Recipe,
  known: readonly Finding[],
  { today, read }: SelfTestOptions,
): Planted {
  const missed: string[] = [];
  let planted = 0;
  for (const fault of planter(recipe)) {
    const carrier = plant(recipe, fault, read);
    const place = placeOf(carrier, fault.at);
    // What lint says of the sound recipe would prove nothing.
    if (known.some((finding) => finding.rule === rule && isSpot(finding, fault.at, carrier.folder))) continue;
    planted++;
    // A recipe may have waived the rule: what lint then counts as waived, it found.
    const { findings, waived } = lint(carrier, { today, published: fault.published, rules: speaking(rule) });
    const ofRule = [...findings, ...waived].filter((finding) => finding.rule === rule);
    if (ofRule.some((finding) => isSame(finding.place, place))) continue;
    const instead = ofRule.map((finding) => `${shown(finding.place)}: ${finding.message}`);
    missed.push(`${shown(place)}: lint said ${instead.join('; ') || 'nothing'}`);
  }
  return { rule, recipe: recipe.name, planted, found: planted - missed.length, missed };
}

/** Rules neither help nor hinder each other: of most it is enough to ask the one. The runner counts what all of them say. */
function speaking(id: string): readonly Rule[] {
  const own = RULES.filter((rule) => rule.id === id);
  return own.length > 0 ? own : RULES;
}

/** The recipe with the fault in it, read anew; files that stay as they are keep what is known of them. */
function plant(recipe: Recipe, { changes, links }: Fault, read: ReadPlanted): Recipe {
  const kept = recipe.files.filter(({ path }) => !Object.hasOwn(changes, path));
  const changed = Object.entries(changes).flatMap(([path, text]) =>
    text === null ? [] : [recipeFile(path, Buffer.from(text), false)],
  );
  const files = [...kept, ...changed];
  const { name, folder } = recipe;
  const content = links === undefined ? { files, findings: [] } : read(files, links, folder);
  return parseRecipe({ name, folder, commit: null, ...content });
}

function placeOf(recipe: Recipe, spot: Spot): Place {
  const { folder } = recipe;
  if ('line' in spot) return { file: nameOf(spot, folder), line: spot.line, column: spot.column ?? 1 };
  const file = recipe.files.find(({ path }) => path === spot.file);
  if (file === undefined) return { file: nameOf(spot, folder), line: 1, column: 1 };
  return spot.atKey === true ? locateKey(file, folder, spot.path) : locate(file, folder, spot.path);
}

function nameOf({ file }: Spot, folder: string): string {
  return file === '' ? folder : `${folder}/${file}`;
}

/** Lines move when a fault is planted, paths do not. */
function isSpot(finding: Finding, spot: Spot, folder: string): boolean {
  if (finding.place?.file !== nameOf(spot, folder)) return false;
  return 'path' in spot && finding.path !== null && display(finding.path) === display(spot.path);
}

function isSame(a: Place | null, b: Place): boolean {
  return a !== null && a.file === b.file && a.line === b.line && a.column === b.column;
}

function shown(place: Place | null): string {
  return place === null ? 'nowhere' : `${place.file}:${place.line}:${place.column}`;
}
