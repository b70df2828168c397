import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { readCertificate } from '../certificate/store.ts';
import { readHistory, readRecipeAt } from '../recipe/history.ts';
import { listRecipes, readRecipes } from '../recipe/read.ts';
import { readReports, reportFolder } from '../report/store.ts';
import { installCommands } from '../trial/plan.ts';
import type { Recipe, RecipeVersion, ScanReport, TrialReport } from '../types.ts';
import { isSafePath } from './evidence.ts';
import type { CatalogueSource, CatalogueStream, RecipeSource, VersionSource } from './model.ts';

/** Enough of a file to know a picture and its size. */
const HEAD_BYTES = 24;

/**
 * Every recipe in `<root>/recipes` with all its versions from git, newest first, and what is stored about each. A version in the
 * working tree that no commit carries comes first, as a draft. Throws KnownError as readHistory does.
 */
export async function openCatalogueSource(
  root: string,
  only: readonly string[] | null = null,
): Promise<CatalogueStream> {
  const names = only ?? (await listRecipes(root));
  const [{ versions }, drafts] = await Promise.all([readHistory(root), readRecipes(root, names)]);
  return {
    names,
    recipes: readEach(
      root,
      Map.groupBy(versions, ({ recipe }) => recipe),
      drafts,
    ),
  };
}

/** All of it at once. */
export async function readCatalogueSource(root: string): Promise<CatalogueSource> {
  const { recipes } = await openCatalogueSource(root);
  return { recipes: await Array.fromAsync(recipes) };
}

async function* readEach(
  root: string,
  versions: ReadonlyMap<string, readonly RecipeVersion[]>,
  drafts: readonly Recipe[],
): AsyncGenerator<RecipeSource> {
  for (const draft of drafts) {
    const published = (versions.get(draft.name) ?? []).toReversed();
    const sources = [];
    for (const version of published) sources.push(await readVersion(root, version, draft));
    if (!published.some(({ version }) => version === draft.version)) {
      sources.unshift(await readKnown(root, draft, draft.version ?? 'unversioned', null));
    }
    yield { name: draft.name, versions: sources };
  }
}

/** A version shows the documentation of its last commit; the working tree spares reading it when nothing changed. */
async function readVersion(root: string, published: RecipeVersion, draft: Recipe): Promise<VersionSource> {
  const same = draft.commit === published.tip && draft.version === published.version;
  const recipe = same ? draft : await readRecipeAt(root, published.tip, published.recipe);
  return readKnown(root, recipe, published.version, published);
}

async function readKnown(
  root: string,
  recipe: Recipe,
  version: string,
  published: RecipeVersion | null,
): Promise<VersionSource> {
  const [{ lint, trial, scan }, certificate] = await Promise.all([
    readReports(root, recipe.name, version),
    readCertificate(root, recipe.name, version),
  ]);
  const evidence = trial === null ? [] : await readEvidence(reportFolder(root, recipe.name, version), trial);
  const sboms = scan === null ? [] : await presentIn(reportFolder(root, recipe.name, version), scan);
  const known = { lint, trial, scan, certificate, evidence, sboms };
  return { recipe, version, published, install: installCommands(recipe), ...known };
}

/** The SBOMs that lie beside the report. */
async function presentIn(folder: string, { scan }: ScanReport): Promise<readonly string[]> {
  const found = [];
  for (const file of new Set(scan.images.map(({ sbom }) => sbom))) {
    await using handle = isSafePath(file) ? await openFile(join(folder, file)) : null;
    if (handle !== null) found.push(file);
  }
  return found;
}

async function readEvidence(folder: string, trial: TrialReport): Promise<VersionSource['evidence']> {
  const names = trial.trial.rungs.flatMap((rung) => rung.evidence.flatMap(({ file }) => file ?? []));
  const found = [];
  for (const file of new Set(names)) {
    await using handle = isSafePath(file) ? await openFile(join(folder, file)) : null;
    if (handle === null) continue;
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    found.push({ file, bytes: size, head: buffer.toString('base64', 0, bytesRead) });
  }
  return found;
}

/** Null when it is no regular file. */
async function openFile(path: string): Promise<FileHandle | null> {
  try {
    const handle = await open(path);
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
    return null;
  } catch {
    return null;
  }
}
