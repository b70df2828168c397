import { changedRecipes } from './lib/check/changed.ts';
import { checkRecipes } from './lib/check/run.ts';
import { exitCodeOf } from './lib/check/summarise.ts';
import { terminalColors } from './lib/colors.ts';
import { KnownError, positiveInteger, runCommand } from './lib/command.ts';
import { ENGINES_AT_ONCE } from './lib/engines-at-once.ts';
import { listRecipes } from './lib/recipe/read.ts';
import { summaryTable } from './lib/report/summary.ts';
import { useScratch } from './lib/scratch.ts';
import { openLive } from './lib/trial/live.ts';

await runCommand({
  name: 'npm run check --',
  summary: 'Lints, tries, scans and certifies recipes, as CI does for a pull request.',
  positionals: '[recipe…]',
  options: {
    changed: { type: 'boolean', help: 'only recipes that differ from the main line; all when the tool changed' },
    'stand-ins': { type: 'boolean', help: 'rehearse with Debian-built stand-ins for images that cannot be had' },
    parallel: { type: 'string', value: 'N', help: `how many engines at once (here ${ENGINES_AT_ONCE})` },
    strict: { type: 'boolean', help: 'exit 1 also when a recipe is unverified' },
    format: { type: 'string', value: 'FORMAT', help: 'pretty (default) or json' },
  },
  examples: ['npm run check', 'npm run check -- fossil', 'npm run check -- --changed --strict'],
  async run({ values, positionals, signal }) {
    const { changed = false, strict = false, format = 'pretty' } = values;
    if (format !== 'pretty' && format !== 'json') {
      throw new KnownError(`no format "${format}"`, 'There are pretty and json.');
    }
    const parallel = positiveInteger('parallel', values.parallel ?? String(ENGINES_AT_ONCE));
    const root = process.cwd();
    await useScratch(root);
    const names = await chosen(root, positionals, changed);
    if (names.length === 0 && changed) {
      process.stdout.write('no recipe differs from the main line; nothing was checked\n');
      return 0;
    }
    if (names.length === 0) throw new KnownError('there is no recipe to check', 'Add one in recipes/<name>/.');
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
    const colors = terminalColors();
    process.stdout.write(
      format === 'json'
        ? `${JSON.stringify(rows, null, 2)}\n`
        : `\n${summaryTable(rows, colors, process.stdout.columns)}`,
    );
    return exitCodeOf(
      rows.map(({ verdict }) => verdict),
      strict,
    );
  },
});

async function chosen(root: string, positionals: readonly string[], changed: boolean): Promise<readonly string[]> {
  if (!changed) return positionals.length > 0 ? positionals : await listRecipes(root);
  if (positionals.length > 0) throw new KnownError('--changed chooses the recipes itself', 'Leave the names out.');
  return await changedRecipes(root);
}
