import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { exitCodeOf } from './check/summarise.ts';
import { terminalColors } from './colors.ts';
import { KnownError, positiveInteger, runCommand } from './command.ts';
import { CACHE_FOLDER } from './engine/paths.ts';
import { openImageStore } from './engine/store.ts';
import { openPlaces } from './places.ts';
import { jsonReports } from './report/json.ts';
import { scanImage } from './scan/image.ts';
import { keepScan } from './scan/keep.ts';
import { openScan } from './scan/open.ts';
import { prettyScan } from './scan/pretty.ts';
import { imagesOf } from './scan/provide.ts';
import { scanRecipe } from './scan/run.ts';
import { sarifOf } from './scan/sarif.ts';
import { findTargets, type RecipeTarget } from './scan/targets.ts';
import { RESCAN_FILE, rescanStored } from './scan-command/rescan.ts';
import { updateDatabase } from './scan-command/update.ts';
import { useScratch } from './scratch.ts';
import { sideBySide } from './side-by-side.ts';
import { openLive } from './trial/live.ts';
import type { Recipe, ScanReport } from './types.ts';

const FORMATS = ['pretty', 'json', 'sarif'];

export default async function scanCommand(): Promise<void> {
  await runCommand({
    name: 'npm run scan --',
    summary: 'Looks into the images of recipes for known flaws, secrets, licences and dead distributions, with Trivy.',
    positionals: '[recipe or image…]',
    options: {
      'all-versions': {
        type: 'boolean',
        help: 'every published version of each recipe, not only the one in the folder',
      },
      rescan: {
        type: 'boolean',
        help: 'what was scanned before, by its digests and a fresh database; what changed goes to out/rescan.json',
      },
      'update-db': {
        type: 'boolean',
        help: 'fetch the vulnerability database and the list of exploited flaws, and scan nothing',
      },
      java: { type: 'boolean', help: 'with --update-db: fetch instead the large database that names Java archives' },
      'db-repository': {
        type: 'string',
        value: 'HOST/PATH',
        help: 'with --update-db and --rescan: a mirror of the database (default: $TRIVY_DB_REPOSITORY, then its makers)',
      },
      trivy: { type: 'string', value: 'PATH', help: 'this Trivy (default: $TRIVY, then PATH, then the one of setup)' },
      policy: { type: 'string', value: 'FILE', help: 'judge by this policy instead of scripts/scan-policy.json' },
      parallel: { type: 'string', value: 'N', help: `how many images at once (here ${availableParallelism()})` },
      limit: { type: 'string', value: 'SECONDS', help: 'how long one image may take (default 300)' },
      strict: { type: 'boolean', help: 'exit 1 also when a recipe is unverified' },
      format: { type: 'string', value: 'FORMAT', help: 'pretty (default), json or sarif' },
    },
    examples: [
      'npm run scan',
      'npm run scan -- fossil --all-versions',
      'npm run scan -- docker.io/library/nginx:1.29.1',
      'npm run scan -- --update-db',
      'npm run scan -- --rescan',
      'npm run scan -- --format sarif davical > scan.sarif',
    ],
    async run({ values, positionals, signal }) {
      const { strict = false, rescan = false, format = 'pretty', policy: policyFile, trivy } = values;
      if (!FORMATS.includes(format)) throw new KnownError(`no format "${format}"`, 'There are pretty, json and sarif.');
      const parallel = positiveInteger('parallel', values.parallel ?? String(availableParallelism()));
      const limitSeconds = positiveInteger('limit', values.limit ?? '300');
      const root = process.cwd();
      const cache = CACHE_FOLDER;
      await useScratch(root);
      using live = openLive(process.stderr, process.stdout);
      const onProgress = live.onLine;
      const java = values.java === true;
      if (java && values['update-db'] !== true)
        throw new KnownError('--java goes with --update-db', 'Add --update-db.');
      const fetched = { cache, trivy, java, mirror: values['db-repository'], env: process.env, signal, onProgress };
      const outdated = values['update-db'] === true || rescan ? await updateDatabase(fetched) : null;
      if (values['update-db'] === true) {
        if (outdated !== null) {
          throw new KnownError(`no new database (${outdated.kind}): ${outdated.message}`, outdated.help);
        }
        return 0;
      }
      const targets = await findTargets(root, positionals, {
        allVersions: rescan || values['all-versions'] === true,
      });
      const opened = await openScan({
        ...{ cache, trivy, env: process.env, limitSeconds, policyFile, now: new Date(), signal, onProgress },
        places: openPlaces(parallel),
        recipes: targets.recipes.map(({ recipe }) => recipe),
      });
      const { scanner } = opened;
      if (opened.exploited === null) {
        onProgress(
          'note: nobody can tell which flaws are used in attacks: no list of them here (npm run scan -- --update-db)',
        );
      }
      await using store = openImageStore({ onProgress });
      const colors = terminalColors();
      const provide = (recipe: Recipe) => imagesOf(recipe, { store, signal });
      const options = { ...opened, provide };

      if (rescan) {
        if (targets.images.length > 0) throw new KnownError('an image has no published versions', 'Name recipes.');
        const again = { ...options, root, cache, store, outdated, parallel };
        const { text, code } = await rescanStored(targets.recipes, again, colors);
        process.stdout.write(format === 'json' ? await readFile(join(root, RESCAN_FILE), 'utf8') : text);
        return code;
      }

      const scanOne = async (target: RecipeTarget | string): Promise<ScanReport> => {
        const name = typeof target === 'string' ? target : target.recipe.name;
        const step = { recipe: name, rung: null, ended: false, doing: 'looks into its images', seconds: 0 };
        const started = performance.now();
        if (process.stderr.isTTY) live.onStep(step);
        const report = typeof target === 'string' ? await scanImage(target, options) : await scanVersion(target);
        const folder = await keepScan(root, report, scanner, cache);
        const seconds = (performance.now() - started) / 1000;
        if (process.stderr.isTTY) live.onStep({ ...step, doing: report.verdict, seconds, ended: true });
        if (format === 'pretty') live.print(prettyScan(report, relative(root, folder), colors));
        return report;
      };
      const scanVersion = async ({ recipe, previous }: RecipeTarget) =>
        await scanRecipe(recipe, 'kind' in scanner ? null : await previous(), options);
      const reports = await sideBySide([...targets.recipes, ...targets.images], parallel, scanOne);
      if (format === 'json') process.stdout.write(jsonReports(reports));
      if (format === 'sarif')
        process.stdout.write(
          sarifOf(
            reports,
            targets.recipes.map(({ recipe }) => recipe),
          ),
        );
      return exitCodeOf(
        reports.map(({ verdict }) => verdict),
        strict,
      );
    },
  });
}
