/** The main job: prove every recipe, build the catalogue, serve it. */
import { join } from 'node:path';
import { publishCatalogue } from './lib/catalogue/publish.ts';
import { serveFolder } from './lib/catalogue/serve.ts';
import { checkRecipes } from './lib/check/run.ts';
import { exitCodeOf } from './lib/check/summarise.ts';
import { terminalColors } from './lib/colors.ts';
import { KnownError, positiveInteger, runCommand } from './lib/command.ts';
import { ENGINES_AT_ONCE } from './lib/engines-at-once.ts';
import { listRecipes } from './lib/recipe/read.ts';
import { summaryTable } from './lib/report/summary.ts';
import { useScratch } from './lib/scratch.ts';
import { openLive } from './lib/trial/live.ts';

const FOLDER = 'out/catalogue';
const PORT = 4321;

await runCommand({
  name: 'npm start --',
  summary: 'Proves every recipe on a private swarm, scans its images, builds the catalogue and serves it on localhost.',
  positionals: '',
  options: {
    once: { type: 'boolean', help: 'end after the build instead of serving (also when CI is set)' },
    parallel: { type: 'string', value: 'N', help: `how many engines at once (here ${ENGINES_AT_ONCE})` },
    strict: { type: 'boolean', help: 'exit 1 also when a recipe is unverified' },
    'stand-ins': { type: 'boolean', help: 'rehearse with Debian-built stand-ins for images that cannot be had' },
  },
  examples: ['npm start', 'npm start -- --once', 'npm start -- --once --strict'],
  async run({ values, positionals, signal }) {
    if (positionals.length > 0) {
      throw new KnownError('npm start proves every recipe', `For one: npm run check -- ${positionals.join(' ')}`);
    }
    const parallel = positiveInteger('parallel', values.parallel ?? String(ENGINES_AT_ONCE));
    const root = process.cwd();
    await useScratch(root);
    const names = await listRecipes(root);
    if (names.length === 0) throw new KnownError('there is no recipe', 'Add one in recipes/<name>/.');
    using live = openLive(process.stderr, process.stdout);
    const rows = await checkRecipes({
      root,
      names,
      standIns: values['stand-ins'] === true,
      parallel,
      signal,
      onProgress: live.onLine,
      onStep: live.onStep,
    });
    live.onLine('building the catalogue …');
    const folder = join(root, FOLDER);
    await publishCatalogue({ root, folder, base: '/', now: new Date(), signal });
    const colors = terminalColors();
    process.stdout.write(`\n${summaryTable(rows, colors, process.stdout.columns)}catalogue: ${FOLDER}\n`);
    const code = exitCodeOf(
      rows.map(({ verdict }) => verdict),
      values.strict === true,
    );
    if (values.once === true || process.env.CI !== undefined) return code;
    await using site = await serveFolder(folder, { port: PORT, signal, base: '/' });
    process.stdout.write(`serving ${site.address} (Ctrl-C ends it)\n`);
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    return code;
  },
});
