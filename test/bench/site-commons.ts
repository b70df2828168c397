/** A commons of any size, made of recipes of ours under other names: every version tried, scanned and certified, as one that is kept up. */
import type { CatalogueStream, RecipeSource, VersionSource } from '../../scripts/lib/catalogue/model.ts';
import { sha256 } from '../../scripts/lib/certificate/canonical.ts';
import { certify } from '../../scripts/lib/certificate/certify.ts';
import { readRecipes } from '../../scripts/lib/recipe/read.ts';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import { installCommands } from '../../scripts/lib/trial/plan.ts';
import type { Recipe, Rung, ScannedVulnerability, TrialReport } from '../../scripts/lib/types.ts';
import { ALL_RUNGS, lintReport, NOW, SCANNED, scanReport, trialReport } from '../certificate/sample.ts';

const TEMPLATES = ['fossil', 'davical', 'forgejo', 'nextcloud'];
const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'LOW', 'LOW'] as const;
/** Of each image; a real one of Debian has some dozens. */
const FLAWS = 24;
const LOG = Array.from({ length: 30 }, (_, line) => `2026-03-01T10:00:${line} app[1]: GET /page/${line} 200 in 14 ms`);

export async function generateCommons(root: string, recipes: number, versions: number): Promise<CatalogueStream> {
  const templates = await readRecipes(root, TEMPLATES);
  const names = Array.from({ length: recipes }, (_, index) => `${TEMPLATES[index % TEMPLATES.length]}-${index}`);
  return {
    names: names.toSorted(),
    recipes: (async function* () {
      for (const [index, name] of names.entries()) {
        const template = templates[index % templates.length];
        if (template !== undefined) yield generateRecipe(template, name, index, versions);
      }
    })(),
  };
}

function generateRecipe(template: Recipe, name: string, index: number, count: number): RecipeSource {
  const versions = Array.from({ length: count }, (_, age) => {
    const number = count - age;
    return generateVersion(template, { name, index, version: `1.${number}.0+${2 + (index % 3)}.${number}` });
  });
  return { name, versions };
}

interface Generated {
  readonly name: string;
  readonly index: number;
  readonly version: string;
}

function generateVersion(template: Recipe, { name, index, version }: Generated): VersionSource {
  const release = recipeFile(`release/${version}`, Buffer.from(`${name} ${version}: nothing to do.\n`), false);
  const metadata =
    template.metadata === null ? null : { ...template.metadata, title: `${template.metadata.title} ${index}` };
  const digest = sha256(`${name} ${version}`);
  const commit = sha256(`commit of ${name} ${version}`).slice(0, 40);
  const files = [...template.files, release];
  const recipe: Recipe = {
    ...template,
    ...{ name, folder: `recipes/${name}`, digest, commit, version, metadata, files },
  };
  const subject = { recipe: name, version, digest, commit };
  const install = installCommands(recipe);
  const reference = `ghcr.io/example/${name}:${version.split('+')[1]}`;
  const image = { reference, services: ['app'], digest: `sha256:${sha256(reference)}` };
  const lint = lintReport({ subject });
  const trial = generateTrial(install, image, subject);
  const vulnerabilities = Array.from({ length: FLAWS }, (_, flaw) => generateFlaw(index * 7 + flaw));
  const scan = scanReport({ images: [{ ...SCANNED, ...image, vulnerabilities }] }, { subject });
  const certified = certify(subject, { lint, trial, scan }, NOW);
  return {
    ...{ recipe, version, install, lint, trial, scan },
    published: { recipe: name, version, commit, publishedAt: '2026-02-01T00:00:00Z', tip: commit },
    certificate: certified.issued ? certified.certificate : null,
    evidence: [],
    sboms: [],
  };
}

function generateTrial(
  commands: TrialReport['trial']['commands'],
  image: { readonly reference: string; readonly services: readonly string[]; readonly digest: string },
  subject: TrialReport['subject'],
): TrialReport {
  const rungs = ALL_RUNGS.map(
    (rung, index): Rung => ({
      ...rung,
      measures: { healthyMs: 6400 + index, memoryIdleBytes: 12_582_912, requests: 480, failed: index },
      evidence: [{ kind: 'log', title: 'Last lines of app', text: `${LOG.join('\n')}\n` }],
    }),
  );
  const images = [{ ...image, available: true as const, source: 'pull' as const, sizeBytes: 104_857_600, notes: [] }];
  return trialReport({ commands, rungs, images }, 'pass', { subject });
}

function generateFlaw(number: number): ScannedVulnerability {
  const id = `CVE-2025-${10_000 + (number % 5000)}`;
  return {
    ...{
      id,
      package: `lib${number % 97}`,
      installed: '1.2.3-4',
      title: `lib${number % 97}: reads beyond the end of its input`,
    },
    ...{ fixedIn: null, severity: SEVERITIES[number % SEVERITIES.length] ?? 'LOW', url: `https://flaws.example/${id}` },
    ...{ owner: 'base', isNew: false, exploited: null, status: 'open' },
  };
}
