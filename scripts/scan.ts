import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { readToJudge } from './lib/check/judge.ts';
import { exitCodeOf } from './lib/check/summarise.ts';
import { terminalColors } from './lib/colors.ts';
import { KnownError, positiveInteger, runCommand } from './lib/command.ts';
import { CACHE_FOLDER } from './lib/engine/paths.ts';
import { openImageStore } from './lib/engine/store.ts';
import { versionsBefore } from './lib/recipe/before.ts';
import { listRecipes } from './lib/recipe/read.ts';
import { jsonReports } from './lib/report/json.ts';
import { reportFolder, writeReport } from './lib/report/store.ts';
import { ScanError, type ScanFault } from './lib/scan/fault.ts';
import { prettyScan } from './lib/scan/pretty.ts';
import { readExploited, readPolicy } from './lib/scan/read-policy.ts';
import { scanRecipe } from './lib/scan/run.ts';
import { openScanner, type Scanner } from './lib/scan/scanner.ts';
import { keepSbom } from './lib/scan/store.ts';
import { downloadDatabase } from './lib/scan/trivy.ts';
import { findTrivy } from './lib/scan/trivy-binary.ts';
import { useScratch } from './lib/scratch.ts';
import { sideBySide } from './lib/side-by-side.ts';
import type { ScanReport } from './lib/types.ts';

await runCommand({
  name: 'npm run scan --',
  summary: 'Looks into the images of recipes for known flaws, secrets, licences and dead distributions, with Trivy.',
  positionals: '[recipe…]',
  options: {
    'update-db': { type: 'boolean', help: 'fetch the vulnerability database, and scan nothing' },
    'db-repository': { type: 'string', value: 'HOST/PATH', help: 'with --update-db: a mirror of the database' },
    trivy: { type: 'string', value: 'PATH', help: 'this Trivy (default: $TRIVY, then PATH, then the one of setup)' },
    policy: { type: 'string', value: 'FILE', help: 'judge by this policy instead of scripts/scan-policy.json' },
    parallel: { type: 'string', value: 'N', help: `how many images at once (here ${availableParallelism()})` },
    limit: { type: 'string', value: 'SECONDS', help: 'how long one image may take (default 300)' },
    strict: { type: 'boolean', help: 'exit 1 also when a recipe is unverified' },
    format: { type: 'string', value: 'FORMAT', help: 'pretty (default) or json' },
  },
  examples: [
    'npm run scan',
    'npm run scan -- fossil',
    'npm run scan -- --update-db',
    'npm run scan -- --format json davical',
  ],
  async run({ values, positionals, signal }) {
    const { strict = false, format = 'pretty', policy: policyFile, trivy } = values;
    if (format !== 'pretty' && format !== 'json') {
      throw new KnownError(`no format "${format}"`, 'There are pretty and json.');
    }
    const parallel = positiveInteger('parallel', values.parallel ?? String(availableParallelism()));
    const limitSeconds = positiveInteger('limit', values.limit ?? '300');
    const root = process.cwd();
    const cache = CACHE_FOLDER;
    const onProgress = (line: string) => process.stderr.write(`${line}\n`);
    await useScratch(root);
    if (values['update-db'] === true) return await update(values['db-repository'] ?? null);
    const { policy, digest: policyDigest } = await readPolicy(policyFile);
    const names = positionals.length > 0 ? [...new Set(positionals)] : await listRecipes(root);
    if (names.length === 0) throw new KnownError('there is no recipe to scan', 'Add one in recipes/<name>/.');
    const now = new Date();
    const { databaseMaxAgeDays } = policy;
    const wanted = { cache, trivy, env: process.env, limitSeconds, databaseMaxAgeDays, now, signal, onProgress };
    const scanner = await openScanner(wanted).catch(faultOf);
    const exploited = await readExploited(join(cache, 'trivy'));
    if (exploited === null) onProgress('note: no list of exploited flaws here; nobody can tell which are');
    const { recipes } = await readToJudge(root, names);
    await using store = openImageStore({ onProgress });
    const colors = terminalColors();
    const options = { store, scanner, policy, policyDigest, exploited, parallel, now, signal };
    const reports = await sideBySide(recipes, parallel, async (recipe): Promise<ScanReport> => {
      const [previous = null] = 'kind' in scanner ? [] : await versionsBefore(root, recipe);
      const report = await scanRecipe(recipe, previous, options);
      const folder = reportFolder(root, recipe.name, recipe.version);
      if (!('kind' in scanner)) await keepSboms(report, scanner, cache, folder);
      writeReport(root, report);
      if (format === 'pretty') process.stdout.write(prettyScan(report, relative(root, folder), colors));
      return report;
    });
    if (format === 'json') process.stdout.write(jsonReports(reports));
    return exitCodeOf(
      reports.map(({ verdict }) => verdict),
      strict,
    );

    async function update(repository: string | null): Promise<0> {
      onProgress('fetching the vulnerability database …');
      const own = join(cache, 'trivy');
      try {
        const binary = await findTrivy({ option: trivy, env: process.env, cache });
        await downloadDatabase(repository, { binary, cache: own, signal });
      } catch (error) {
        const { message, help } = faultOf(error);
        throw new KnownError(message, help);
      }
      onProgress('the vulnerability database is up to date');
      return 0;
    }
  },
});

function faultOf(error: unknown): ScanFault {
  if (error instanceof ScanError) return error.fault;
  throw error;
}

async function keepSboms({ scan }: ScanReport, scanner: Scanner, cache: string, folder: string): Promise<void> {
  for (const { digest } of scan.images) await keepSbom(cache, scanner.key(digest), folder);
}
