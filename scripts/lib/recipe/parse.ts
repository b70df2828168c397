import type { ComposeFile, Finding, Recipe, RecipeFile } from '../types.ts';
import { composeProblems } from './compose-schema.ts';
import { treeDigest } from './digest.ts';
import { type EnvSample, parseEnvSample } from './env.ts';
import { readFinding } from './finding.ts';
import { isMap } from './json.ts';
import { isLeftOut } from './limits.ts';
import { readMetadata } from './metadata.ts';
import { configNeeds, secretNeeds } from './needs.ts';
import { schemaFindings } from './schema-findings.ts';
import { parseVersion, versionLabel } from './version.ts';
import { readYaml } from './yaml.ts';

export interface RecipeSource {
  readonly name: string;
  /** Starts every place, e.g. `recipes/fossil`. */
  readonly folder: string;
  readonly commit: string | null;
  readonly files: readonly RecipeFile[];
  /** What reading the files already found. */
  readonly findings: readonly Finding[];
}

/** Co-op Cloud knows compose.auth.github.yml, too. */
const COMPOSE = /^compose(?:\.([A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*))?\.yml$/;
const OTHER_NAMES = /^(?:docker-)?compose[^/]*\.ya?ml$/;

/** Files → Recipe, without touching anything. Never throws: what is wrong is in `findings`, and the rest is still there. */
export function parseRecipe({ name, folder, commit, findings, ...source }: RecipeSource): Recipe {
  const files = source.files.filter(({ path }) => !isLeftOut(path)).sort((a, b) => (a.path < b.path ? -1 : 1));
  const found: Finding[] = [...findings];
  const compose = composeFiles(files, folder, found);
  const sample = files.find(({ path }) => path === '.env.sample');
  const env: EnvSample =
    sample === undefined ? { settings: [], hints: {}, findings: [] } : parseEnvSample(sample, folder);
  found.push(...env.findings);
  const metadata = readMetadata(
    files.find(({ path }) => path === 'recipe.yml'),
    folder,
  );
  found.push(...metadata.findings);
  const label = versionLabel(compose.find(({ overlay }) => overlay === '')?.value);
  return {
    name,
    folder,
    digest: treeDigest(files),
    commit,
    version: label !== null && parseVersion(label) !== null ? label : null,
    files,
    metadata: metadata.value,
    settings: env.settings,
    compose,
    secrets: secretNeeds(compose, env.hints),
    configs: configNeeds(compose),
    findings: found,
  };
}

function composeFiles(files: readonly RecipeFile[], folder: string, findings: Finding[]): readonly ComposeFile[] {
  const compose: ComposeFile[] = [];
  for (const file of files) {
    const match = COMPOSE.exec(file.path);
    if (match === null) continue;
    const { value, findings: found } = readYaml(file, folder);
    findings.push(...found);
    if (value !== undefined) findings.push(...schemaFindings('compose-schema', composeProblems(value), file, folder));
    if (isMap(value)) compose.push({ file: file.path, overlay: match[1] ?? '', value });
  }
  if (!files.some(({ path }) => path === 'compose.yml')) findings.push(missingCompose(files, folder));
  return compose.sort((a, b) => (a.overlay < b.overlay ? -1 : 1));
}

function missingCompose(files: readonly RecipeFile[], folder: string): Finding {
  const other = files.find(({ path }) => OTHER_NAMES.test(path) && !COMPOSE.test(path));
  const help = other === undefined ? 'Add it: it is what hosters deploy.' : `Rename "${other.path}" to "compose.yml".`;
  const place = { file: `${folder}/compose.yml`, line: 1, column: 1 };
  return readFinding('missing-compose', `Recipe folder "${folder}" has no compose.yml`, help, { place });
}
