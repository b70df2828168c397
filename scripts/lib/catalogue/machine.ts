import { canonicalJson } from '../certificate/canonical.ts';
import { reportSchema } from '../report/schema.ts';
import { trialReportSchema } from '../trial/schema.ts';
import { abraCatalogue } from './abra.ts';
import { blastRadius } from './blast-radius.ts';
import type { Catalogue, CatalogueRecipe, CatalogueVersion } from './model.ts';
import type { Rulebook } from './rulebook.ts';

/** A file beside the pages. `path` is relative to the site's root, without a leading slash. */
export interface PublishedFile {
  readonly path: string;
  readonly content: string;
  readonly encoding: 'utf8' | 'base64';
}

/** What /data/ lists: the address of each kind of machine file and what a reader may rely on. */
export const MACHINE_FILES = [
  {
    path: 'recipes.json',
    what: 'Every published version with its images, in the form the abra command-line client reads.',
  },
  {
    path: 'index.json',
    what: 'One short entry per recipe: what it is, its newest version and what is proven about it.',
  },
  {
    path: 'rules.json',
    what: 'Every lint rule with its reasons and references, and how many faults planted against it were found.',
  },
  { path: 'security.json', what: 'Every known flaw and every digest, with the versions that contain it.' },
  { path: 'schema/recipe.schema.json', what: 'JSON Schema of recipe.yml, for editors and validators.' },
  { path: 'schema/report.schema.json', what: 'JSON Schema of reports, and of what lint prints as JSON.' },
  {
    path: 'schema/trial-report.schema.json',
    what: 'JSON Schema of trial reports: the same, and what each rung came to.',
  },
  { path: 'r/<recipe>/facts.json', what: 'What the versions of a recipe are compared by, newest first.' },
  { path: 'r/<recipe>/<version>/lint.json', what: 'The lint report of exactly this version.' },
  { path: 'r/<recipe>/<version>/trial.json', what: 'The trial report: engine, images, commands, rungs, measures.' },
  {
    path: 'r/<recipe>/<version>/scan.json',
    what: 'The scan report: known flaws, secrets and licences in each image, by which scanner and which database.',
  },
  { path: 'r/<recipe>/<version>/sbom/<digest>.cdx.json', what: 'What one image holds, as CycloneDX 1.5.' },
  { path: 'r/<recipe>/<version>/files.sha256', what: 'The sha256 of each file of the bundle, for sha256sum.' },
  { path: 'r/<recipe>/<version>/certificate.json', what: 'The certificate, while one holds. Unsigned so far.' },
  {
    path: 'r/<recipe>/<version>/<recipe>-<version>.tar.gz',
    what: 'The bundle: the recipe’s files, packed the same way every time.',
  },
] as const;

/** Every machine file but bundles and evidence, whose bytes do not come from the catalogue value. */
export function machineFiles(catalogue: Catalogue, recipeSchema: unknown): readonly PublishedFile[] {
  return [
    json('recipes.json', abraCatalogue(catalogue)),
    json('index.json', indexOf(catalogue)),
    json('security.json', { schema: 'recipe-commons/security/1', ...blastRadius(catalogue) }),
    json('schema/recipe.schema.json', recipeSchema),
    json('schema/report.schema.json', reportSchema),
    json('schema/trial-report.schema.json', trialReportSchema),
    ...catalogue.recipes.flatMap(iconFile),
    ...catalogue.recipes.map(({ name, versions }) =>
      json(
        `r/${name}/facts.json`,
        versions.map(({ facts }) => facts),
      ),
    ),
    ...catalogue.recipes.flatMap((recipe) => recipe.versions.flatMap(reportFiles)),
    ...catalogue.recipes.flatMap((recipe) => recipe.versions.map(sumsFile)),
  ];
}

/** The rules without their examples, which are for readers. */
export function ruleFile({ rules, selfTest }: Rulebook): PublishedFile {
  return json('rules.json', {
    schema: 'recipe-commons/rules/1',
    selfTest,
    rules: rules.map(({ bad, good, ...rule }) => ({ ...rule, page: `rules/${rule.id}/` })),
  });
}

/** Where a version's page and files live, relative to the site's root. */
export function versionFolder(version: Pick<CatalogueVersion, 'recipe' | 'version'>): string {
  return `r/${version.recipe}/${version.version}`;
}

function indexOf(catalogue: Catalogue): unknown {
  return {
    schema: 'recipe-commons/index/1',
    recipes: catalogue.recipes.map(({ name, title, summary, category, tags, licence, versions }) => {
      const newest = versions[0];
      return {
        name,
        title,
        summary,
        category,
        tags,
        licence,
        version: newest?.version ?? '',
        draft: newest?.published === null,
        standing: newest?.standing.kind ?? 'untried',
        page: `r/${name}/`,
      };
    }),
  };
}

function iconFile({ name, icon }: CatalogueRecipe): readonly PublishedFile[] {
  return icon === null ? [] : [{ path: `r/${name}/${icon.file}`, content: icon.base64, encoding: 'base64' }];
}

function reportFiles(version: CatalogueVersion): readonly PublishedFile[] {
  const { lint, trial, scan, certificate } = version;
  return Object.entries({ lint, trial, scan, certificate })
    .filter(([, value]) => value !== null)
    .map(([name, value]) => json(`${versionFolder(version)}/${name}.json`, value));
}

/** As `sha256sum --check` reads it. */
function sumsFile(version: CatalogueVersion): PublishedFile {
  const lines = version.files.map(({ path, sha256 }) => `${sha256}  ${path}\n`);
  return { path: `${versionFolder(version)}/files.sha256`, content: lines.join(''), encoding: 'utf8' };
}

function json(path: string, value: unknown): PublishedFile {
  return { path, content: canonicalJson(value), encoding: 'utf8' };
}
