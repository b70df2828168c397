import { sha256 } from '../certificate/canonical.ts';
import { currentReports } from '../certificate/certify.ts';
import { assessLevels } from '../certificate/levels.ts';
import { scannedFact } from '../certificate/scanned.ts';
import type { Command, ComposeFile, RecipeFile, SecretNeed, TrialReport } from '../types.ts';
import { bundleName, makeBundle } from './bundle.ts';
import { publishEvidence } from './evidence.ts';
import { factsOf } from './facts.ts';
import { publishedIcon } from './icon.ts';
import type {
  Catalogue,
  CatalogueRecipe,
  CatalogueSource,
  CatalogueVersion,
  InstallStep,
  RecipeSource,
  VersionSource,
} from './model.ts';
import { listServices } from './services.ts';
import { judgeStanding } from './standing.ts';

/** The catalogue of what was read. Same source, same value; `now` only decides which certificates have expired. */
export async function buildCatalogue(source: CatalogueSource, now: Date): Promise<Catalogue> {
  const recipes: CatalogueRecipe[] = [];
  for (const { name, versions } of source.recipes) {
    if (versions.length > 0) recipes.push((await buildRecipe({ name, versions }, now)).recipe);
  }
  return { schema: 'recipe-commons/catalogue/1', recipes: recipes.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

export interface BuiltRecipe {
  readonly recipe: CatalogueRecipe;
  /** In the order of its versions. */
  readonly bundles: readonly Uint8Array[];
}

/** One recipe of it. */
export async function buildRecipe({ name, versions: sources }: RecipeSource, now: Date): Promise<BuiltRecipe> {
  const newest = sources[0]?.recipe;
  const metadata = newest?.metadata ?? null;
  const bundles = await Promise.all(
    sources.map(({ recipe, version }) => makeBundle(bundleName(recipe.name, version), recipe.files)),
  );
  const versions = sources.map((source, index) => buildVersion(source, bundles[index] ?? new Uint8Array(), now));
  const recipe = {
    name,
    title: metadata?.title ?? name,
    summary: metadata?.summary ?? 'Its recipe.yml cannot be read.',
    category: metadata?.category ?? 'other',
    tags: metadata?.tags ?? [],
    licence: metadata?.licence ?? 'unknown',
    metadata,
    icon: publishedIcon(newest?.files ?? []),
    versions,
  };
  return { recipe, bundles };
}

function buildVersion(source: VersionSource, bundle: Uint8Array, now: Date): CatalogueVersion {
  const { recipe, version } = source;
  const current = currentReports(recipe, source);
  const { lint, trial, scan } = current;
  const standing = judgeStanding(recipe.digest, source, source.certificate, now);
  const name = bundleName(recipe.name, version);
  return {
    recipe: recipe.name,
    version,
    alias: version.replace('+', '_'),
    published: source.published,
    digest: recipe.digest,
    readme: readText(recipe.files, 'README.md'),
    releaseNote: readText(recipe.files, `release/${version}`),
    files: recipe.files.map((file) => ({
      path: file.path,
      sha256: file.sha256,
      bytes: Buffer.byteLength(file.content, file.encoding),
    })),
    settings: recipe.settings,
    secrets: recipe.secrets.map((secret) => ({ ...secret, overlay: overlayOf(secret, recipe.compose) })),
    overlays: recipe.compose.map((file) => file.overlay).filter((overlay) => overlay !== ''),
    data: recipe.metadata?.data ?? [],
    services: listServices(recipe.compose, trial),
    install: installSteps(source.install, trial),
    facts: factsOf(recipe, version),
    standing,
    levels: assessLevels(current, now),
    scanned: scannedFact(current, now),
    certificate: standing.kind === 'tried' ? source.certificate : null,
    lint,
    trial,
    scan,
    evidence: trial === null ? [] : publishEvidence(trial, source.evidence),
    sboms: scan === null ? [] : source.sboms,
    bundle: { file: `${name}.tar.gz`, sha256: sha256(bundle), bytes: bundle.length },
  };
}

function installSteps(commands: readonly Command[], trial: TrialReport | null): readonly InstallStep[] {
  const ran = new Set(trial?.trial.commands.map((command) => command.script));
  return commands.map((command) => ({ ...command, ranInTrial: ran.has(command.script) }));
}

function overlayOf({ key }: SecretNeed, compose: readonly ComposeFile[]): string | null {
  const asking = compose.find(
    ({ value }) => typeof value.secrets === 'object' && Object.hasOwn(value.secrets ?? {}, key),
  );
  return asking === undefined || asking.overlay === '' ? null : asking.overlay;
}

function readText(files: readonly RecipeFile[], path: string): string | null {
  const file = files.find((candidate) => candidate.path === path);
  return file?.encoding === 'utf8' ? file.content : null;
}
