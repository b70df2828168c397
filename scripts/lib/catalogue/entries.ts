/** The catalogue for programs: what index.json, recipe.json and version.json hold. */
import type { FromSchema } from 'json-schema-to-ts';
import { versionFolder } from './addresses.ts';
import { BADGES, badgePath, levelOf, restoresProven } from './badge.ts';
import { recipeFeedPath } from './feed.ts';
import { safeLink } from './markdown.ts';
import type { CatalogueRecipe, CatalogueVersion } from './model.ts';
import type { indexSchema } from './schema/index.ts';
import type { recipeEntrySchema } from './schema/recipe.ts';
import type { versionEntrySchema } from './schema/version.ts';

type Index = FromSchema<typeof indexSchema>;
export type IndexEntry = Index['recipes'][number];

export function indexEntry(recipe: CatalogueRecipe): IndexEntry {
  const { name, title, summary, category, licence, metadata } = recipe;
  const [newest] = recipe.versions;
  return {
    ...{ name, title, summary, category, licence, tags: [...recipe.tags] },
    version: newest?.version ?? '',
    draft: newest?.published === null,
    standing: newest?.standing.kind ?? 'untried',
    level: newest === undefined ? null : levelOf(newest),
    restores: newest !== undefined && restoresProven(newest),
    memoryIdleBytes: newest === undefined ? null : memoryIdle(newest),
    architectures: [...(metadata?.architectures ?? [])],
    sso: [...(metadata?.features.sso ?? [])],
    email: metadata?.features.email === true,
    published: publishedOf(newest),
    page: `r/${name}/`,
    data: `r/${name}/recipe.json`,
    icon: iconPath(recipe),
  };
}

export function recipeEntry(recipe: CatalogueRecipe): FromSchema<typeof recipeEntrySchema> {
  const { name, title, summary, category, licence, metadata } = recipe;
  const feed = recipeFeedPath(name);
  return {
    schema: 'recipe-commons/recipe/1',
    ...{ name, title, summary, category, licence, tags: [...recipe.tags] },
    website: safeLink(metadata?.website ?? ''),
    repository: safeLink(metadata?.upstream.repository ?? ''),
    maintainers: (metadata?.maintainers ?? []).map(({ name, contact }) => ({ name, contact })),
    architectures: [...(metadata?.architectures ?? [])],
    sso: [...(metadata?.features.sso ?? [])],
    email: metadata?.features.email === true,
    icon: iconPath(recipe),
    page: `r/${name}/`,
    feeds: { atom: `${feed}.atom`, json: `${feed}.json` },
    badges: Object.fromEntries(BADGES.map(({ id }) => [id, `${badgePath(name, id)}.svg`])),
    embed: `r/${name}/embed/`,
    versions: recipe.versions.map((version) => ({
      ...{
        version: version.version,
        digest: version.digest,
        published: publishedOf(version),
        standing: { ...version.standing },
      },
      ...{
        level: levelOf(version),
        page: `${versionFolder(version)}/`,
        data: `${versionFolder(version)}/version.json`,
      },
    })),
  };
}

export function versionEntry(version: CatalogueVersion): FromSchema<typeof versionEntrySchema> {
  const folder = versionFolder(version);
  const report = (name: 'lint' | 'trial' | 'scan' | 'certificate') =>
    version[name] === null ? null : `${folder}/${name}.json`;
  const { file, sha256, bytes } = version.bundle;
  return {
    schema: 'recipe-commons/version/1',
    ...{ recipe: version.recipe, version: version.version, digest: version.digest, published: publishedOf(version) },
    ...{
      standing: { ...version.standing },
      level: levelOf(version),
      levels: version.levels.map((each) => ({ ...each })),
    },
    scanned: { kind: version.scanned.kind, says: version.scanned.says },
    page: `${folder}/`,
    feeds: { atom: `${folder}/feed.atom`, json: `${folder}/feed.json` },
    bundle: { path: `${folder}/${file}`, sha256, bytes },
    reports: { lint: report('lint'), trial: report('trial'), scan: report('scan') },
    certificate: report('certificate'),
    sboms: version.sboms.map((sbom) => `${folder}/${sbom}`),
    services: version.services.map(({ name, overlay, image, memory, cpus, deployed }) => ({
      ...{ name, overlay, image, memory, cpus, digest: deployed?.digest ?? null },
    })),
    settings: version.settings.map(({ name, value, required, description }) => ({
      name,
      value,
      required,
      description,
    })),
    secrets: version.secrets.map(({ key, name, overlay, length, charset, generate }) => ({
      ...{ key, name, overlay, length, charset, generate },
    })),
    overlays: [...version.overlays],
    data: version.data.map(({ volume, holds, class: kind, backup }) => ({ volume, holds, class: kind, backup })),
    install: version.install.map(({ id, title, script, ranInTrial }) => ({ id, title, script, ranInTrial })),
    releaseNote: version.releaseNote,
    files: version.files.map(({ path, sha256, bytes }) => ({ path, sha256, bytes })),
  };
}

function publishedOf(version: CatalogueVersion | undefined): IndexEntry['published'] {
  const published = version?.published ?? null;
  return published === null ? null : { commit: published.commit, publishedAt: published.publishedAt };
}

function iconPath({ name, icon }: CatalogueRecipe): string | null {
  return icon === null ? null : `r/${name}/${icon.file}`;
}

/** Only what is proven may speak in numbers. */
function memoryIdle({ standing, trial }: CatalogueVersion): number | null {
  if (standing.kind !== 'tried') return null;
  return trial?.trial.rungs.find(({ measures }) => measures.memoryBytes !== undefined)?.measures.memoryBytes ?? null;
}
