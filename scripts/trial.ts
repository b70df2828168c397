import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { readToJudge } from './lib/check/judge.ts';
import { longestFirst } from './lib/check/order.ts';
import { exitCodeOf } from './lib/check/summarise.ts';
import { terminalColors } from './lib/colors.ts';
import { KnownError, positiveInteger, runCommand } from './lib/command.ts';
import { localProvider } from './lib/engine/local.ts';
import { openImageStore } from './lib/engine/store.ts';
import { versionBefore } from './lib/recipe/before.ts';
import { listRecipes } from './lib/recipe/read.ts';
import { chooseFindings } from './lib/report/choose.ts';
import { jsonReports } from './lib/report/json.ts';
import { prettyReports } from './lib/report/pretty.ts';
import { reportFolder, writeReport } from './lib/report/store.ts';
import { useScratch } from './lib/scratch.ts';
import { CLIMBS, RUNGS } from './lib/trial/climbs.ts';
import { prettyTrial } from './lib/trial/pretty.ts';
import { runTrial } from './lib/trial/run.ts';
import { INSTALLING } from './lib/trial/rung.ts';
import type { Recipe, Report, RungId } from './lib/types.ts';

await runCommand({
  name: 'npm run trial --',
  summary: 'Deploys recipes to a private swarm that lives as long as the command, and proves that they work there.',
  positionals: '[recipe…]',
  options: {
    rung: { type: 'string', value: 'RUNG,…', help: `only these: ${RUNGS.join(', ')} (default: the first three)` },
    from: { type: 'string', value: 'VERSION', help: 'upgrade from this published version instead of the one before' },
    'stand-ins': { type: 'boolean', help: 'rehearse with Debian-built stand-ins for images that cannot be had' },
    parallel: { type: 'string', value: 'N', help: `how many recipes at once (here ${availableParallelism()})` },
    strict: { type: 'boolean', help: 'exit 1 also when a recipe is unverified' },
    format: { type: 'string', value: 'FORMAT', help: 'pretty (default) or json' },
  },
  examples: ['npm run trial', 'npm run trial -- fossil --rung upgrades', 'npm run trial -- nextcloud --stand-ins'],
  async run({ values, positionals, signal }) {
    const { strict = false, format = 'pretty', 'stand-ins': standIns = false } = values;
    if (format !== 'pretty' && format !== 'json') {
      throw new KnownError(`no format "${format}"`, 'There are pretty and json.');
    }
    const parallel = positiveInteger('parallel', values.parallel ?? String(availableParallelism()));
    const rungs = chosenRungs(values.rung, values.from);
    const root = process.cwd();
    await useScratch(root);
    const names = positionals.length > 0 ? [...new Set(positionals)] : await listRecipes(root);
    if (names.length === 0) throw new KnownError('there is no recipe to try', 'Add one in recipes/<name>/.');
    const colors = terminalColors();
    const print = (text: string) => format === 'pretty' && process.stdout.write(text);
    const onProgress = (line: string) => process.stderr.write(`${line}\n`);
    const provider = localProvider();
    const lacking = await provider.unavailable();
    if (lacking !== null) throw new KnownError(lacking.message, lacking.help);
    const { recipes, lint: judge } = await readToJudge(root, names);
    await using store = openImageStore({ onProgress });
    const tryOne = async (recipe: Recipe): Promise<Report> => {
      const lint = judge(recipe);
      if (lint.verdict !== 'pass') {
        const errors = chooseFindings(lint, { least: 'error' });
        const source = (file: string) => recipe.files.find(({ path }) => `${recipe.folder}/${path}` === file)?.content;
        print(prettyReports([errors], { colors, width: process.stdout.columns ?? 120, source }));
        print(`${recipe.name} was not tried: what lint refuses never reaches an engine\n`);
        return errors;
      }
      const needsPrevious = CLIMBS.some(({ id }) => rungs.includes(id));
      const previous = needsPrevious ? await versionBefore(root, recipe, values.from) : null;
      const shared = { root, store, provider, standIns, signal, onProgress };
      const report = await runTrial(recipe, { ...shared, rungs, previous });
      writeReport(root, report);
      print(prettyTrial(report, relative(root, reportFolder(root, recipe.name, recipe.version)), colors));
      return report;
    };
    const reports = await longestFirst(root, recipes, parallel, tryOne);
    if (format === 'json') process.stdout.write(jsonReports(reports));
    return exitCodeOf(
      reports.map(({ verdict }) => verdict),
      strict,
    );
  },
});

/** `--from` asks for an upgrade, whatever else is asked for. */
function chosenRungs(list: string | undefined, from: string | undefined): readonly RungId[] {
  const named = list?.split(',').map(rungNamed) ?? INSTALLING;
  return from === undefined ? named : [...new Set([...named, 'upgrades' as const])];
}

function rungNamed(name: string): RungId {
  const rung = RUNGS.find((each) => each === name);
  if (rung !== undefined) return rung;
  throw new KnownError(`no rung "${name}"`, `There are ${RUNGS.join(', ')}.`);
}
