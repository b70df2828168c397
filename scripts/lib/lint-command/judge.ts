/** What is linted → a report of each, one by one. */
import { posix } from 'node:path';
import { KnownError } from '../command.ts';
import { type LintRun, lintReport } from '../lint/report.ts';
import { readingFor, rulesFor } from '../lint/scope.ts';
import { stackVariables } from '../lint/variables.ts';
import { parseRecipe } from '../recipe/parse.ts';
import { lookForPublished, type PublishedLookup } from '../recipe/published.ts';
import { readRecipes } from '../recipe/read.ts';
import { fileBytes } from '../recipe/recipe-file.ts';
import type { Source } from '../report/printer.ts';
import type { Finding, Recipe, RecipeFile, Report } from '../types.ts';
import type { Input, StandIn } from './inputs.ts';

export interface Told {
  readonly input: Input;
  readonly report: Report;
  /** Of the files that places name. */
  readonly source: Source;
}

export interface Judged extends Told {
  readonly recipe: Recipe;
  /** The same with other text in its files. */
  readonly again: (files: readonly RecipeFile[]) => Judged;
}

type RecipeInput = Input & { readonly kind: 'recipe' };
type FolderInput = Input & { readonly kind: 'folder' };
type FileInput = Input & { readonly kind: 'file' };

/** Of recipes/ so many are read at once: git is asked once for all of them. */
const TOGETHER = 100;

/** Those of recipes/ first. An input that cannot be read is a KnownError in its place, and the others follow. */
export async function* judge(root: string, inputs: readonly Input[]): AsyncGenerator<Judged | KnownError> {
  const recipes = inputs.filter((input) => input.kind === 'recipe');
  const whole = recipes.filter(({ text }) => text === undefined);
  using history = lookForPublished(
    root,
    recipes.map(({ name }) => name),
  );
  for (let first = 0; first < whole.length; first += TOGETHER) {
    yield* judgeRecipes(root, whole.slice(first, first + TOGETHER), history);
  }
  for (const input of recipes.filter(({ text }) => text !== undefined)) {
    const { readWithStandIn } = await import('./read-elsewhere.ts');
    yield* attempt(async () => {
      const recipe = readWithStandIn(root, input);
      const published = (await history.of([recipe])).get(recipe.name);
      const asked = `${recipe.folder}/${input.text?.path}`;
      return judged(input, recipe, { published, isWanted: ({ place }) => place?.file === asked });
    });
  }
  const elsewhere = inputs.filter((input) => input.kind !== 'recipe');
  if (elsewhere.length === 0) return;
  const [{ readAlone, readElsewhere }, { isOfUnknownValue }] = await Promise.all([
    import('./read-elsewhere.ts'),
    import('./unknown-values.ts'),
  ]);
  const judgedAlone = (input: FileInput): Judged => {
    const { recipe, known } = readAlone(root, input);
    const asked = `${recipe.folder}/${input.name}`;
    const isWanted = (finding: Finding) =>
      finding.place?.file === asked && !isOfUnknownValue(finding, recipe.files, known);
    const again = (files: readonly RecipeFile[]) => judgedAlone({ ...input, text: textOf(input.name, files) });
    return { ...judged(input, recipe, { rules: rulesFor('file'), isWanted }), again };
  };
  const judgedElsewhere = (input: FolderInput, recipe: Recipe): Judged => {
    const scope = recipe.files.some(({ path }) => path === 'recipe.yml') ? 'ours' : 'abra';
    const read = { ...recipe, findings: readingFor(scope, recipe.findings) };
    const known = stackVariables(recipe);
    // A variable that .env.sample leaves out is told of by itself.
    const isWanted = (finding: Finding) => scope === 'ours' || !isOfUnknownValue(finding, recipe.files, known);
    const again = (files: readonly RecipeFile[]) => judgedElsewhere(input, withFiles(recipe, files));
    return { ...judged(input, read, { rules: rulesFor(scope), isWanted }), again };
  };
  for (const input of elsewhere) {
    yield* attempt(async () =>
      input.kind === 'folder' ? judgedElsewhere(input, readElsewhere(root, input.folder)) : judgedAlone(input),
    );
  }
}

async function* judgeRecipes(
  root: string,
  inputs: readonly RecipeInput[],
  history: PublishedLookup,
): AsyncGenerator<Judged | KnownError> {
  try {
    const recipes = await readRecipes(
      root,
      inputs.map(({ name }) => name),
    );
    const published = await history.of(recipes);
    for (const [index, recipe] of recipes.entries()) {
      const input = inputs[index];
      if (input !== undefined) yield judged(input, recipe, { published: published.get(recipe.name) });
    }
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    if (inputs.length === 1) yield error;
    // There is a name among them that is no recipe.
    else for (const input of inputs) yield* judgeRecipes(root, [input], history);
  }
}

async function* attempt(read: () => Promise<Judged>): AsyncGenerator<Judged | KnownError> {
  try {
    yield await read();
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    yield error;
  }
}

function judged(input: Input, recipe: Recipe, run: Omit<LintRun, 'now' | 'clock'>): Judged {
  const report = lintReport(recipe, { now: new Date(), clock: () => performance.now(), ...run });
  const texts = new Map<string, string>();
  for (const { path, content, encoding } of recipe.files) {
    if (encoding === 'utf8') texts.set(posix.normalize(`${recipe.folder}/${path}`), content);
  }
  return {
    input,
    recipe,
    report: placed(report, input),
    source: (file) => texts.get(file),
    again: (files) => judged(input, withFiles(recipe, files), run),
  };
}

function withFiles({ name, folder, findings }: Recipe, files: readonly RecipeFile[]): Recipe {
  // What was found while the folder was read stays; the rest is found again.
  const ofReading = findings.filter(({ rule }) => rule === 'recipe-limits' || rule === 'file-outside-recipe');
  return parseRecipe({ name, folder, commit: null, files, findings: ofReading });
}

function textOf(path: string, files: readonly RecipeFile[]): StandIn {
  const file = files.find((each) => each.path === path);
  if (file === undefined) throw new Error(`${path} is gone`);
  return { path, bytes: fileBytes(file) };
}

/** Says where it lies, and leaves out `./`. */
function placed(report: Report, input: Input): Report {
  if (input.kind === 'recipe') return report;
  const path = input.kind === 'folder' ? input.folder : posix.join(input.folder, input.name);
  const tidy = (finding: Finding): Finding =>
    finding.place === null
      ? finding
      : { ...finding, place: { ...finding.place, file: posix.normalize(finding.place.file) } };
  return {
    ...report,
    subject: { ...report.subject, path, ...(input.kind === 'file' ? { alone: true } : {}) },
    findings: report.findings.map(tidy),
    waived: report.waived.map(tidy),
  };
}
