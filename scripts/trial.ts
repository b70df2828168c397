import { dirname, relative } from 'node:path';
import { readToJudge } from './lib/check/judge.ts';
import { longestFirst } from './lib/check/order.ts';
import { shardOf } from './lib/check/shard.ts';
import { exitCodeOf } from './lib/check/summarise.ts';
import { tryRecipe } from './lib/check/try.ts';
import { terminalColors } from './lib/colors.ts';
import { KnownError, positiveInteger, runCommand } from './lib/command.ts';
import { chooseProvider } from './lib/engine/choose-provider.ts';
import { removeKept } from './lib/engine/kept.ts';
import { openImageStore } from './lib/engine/store.ts';
import { ENGINES_AT_ONCE } from './lib/engines-at-once.ts';
import { openPlaces } from './lib/places.ts';
import { commitOf } from './lib/recipe/at-ref.ts';
import { listRecipes } from './lib/recipe/read.ts';
import { chooseFindings } from './lib/report/choose.ts';
import { jsonReports } from './lib/report/json.ts';
import { prettyReports } from './lib/report/pretty.ts';
import { reportFolder, writeReport, writeText } from './lib/report/store.ts';
import { useScratch } from './lib/scratch.ts';
import { chosenRungs } from './lib/trial/chosen.ts';
import { RUNGS } from './lib/trial/climbs.ts';
import { hardenRecipe } from './lib/trial/harden/run.ts';
import { junitReports } from './lib/trial/junit.ts';
import { type Kept, prettyKept } from './lib/trial/keep.ts';
import { openLive } from './lib/trial/live.ts';
import { prettyTrial } from './lib/trial/pretty.ts';
import { INSTALLING } from './lib/trial/rung.ts';
import { chosenVariants } from './lib/trial/variant.ts';
import type { Recipe, Report, TrialReport } from './lib/types.ts';

await runCommand({
  name: 'npm run trial --',
  summary: 'Deploys recipes to private swarms that live as long as the command, and proves that they work there.',
  positionals: '[recipe…]',
  options: {
    rung: { type: 'string', value: 'RUNG,…', help: `only these: ${RUNGS.join(', ')} (default: all)` },
    from: { type: 'string', value: 'VERSION', help: 'upgrade from this published version only' },
    variant: { type: 'string', value: 'NAME', help: 'with this variant of recipe.yml switched on; all: each in turn' },
    nodes: { type: 'string', value: 'N', help: 'of the swarm for the first three rungs (default: 1)' },
    base: { type: 'string', value: 'REF', help: 'climb what fails on this commit too: this change, or already so?' },
    keep: { type: 'boolean', help: 'leave the engine of deploys and answers running, and say how to look around' },
    remove: { type: 'string', value: 'ID', help: 'remove an engine that was kept' },
    harden: { type: 'boolean', help: 'try what each service can do without, and print it as a patch for git apply' },
    'stand-ins': { type: 'boolean', help: 'rehearse with Debian-built stand-ins for images that cannot be had' },
    provider: {
      type: 'string',
      value: 'PROVIDER',
      help: 'local, dind (default: the first possible here) or context:<docker context>, a swarm that others use',
    },
    reap: { type: 'boolean', help: 'only remove what killed runs left, e.g. on the swarm named by --provider' },
    parallel: { type: 'string', value: 'N', help: `how many engines at once (here ${ENGINES_AT_ONCE})` },
    shard: {
      type: 'string',
      value: 'I/N',
      help: 'only the I-th of N parts of the recipes, for machines that share them',
    },
    strict: { type: 'boolean', help: 'exit 1 also when a recipe is unverified' },
    format: { type: 'string', value: 'FORMAT', help: 'pretty (default) or json' },
    junit: { type: 'string', value: 'FILE', help: 'write the result there as JUnit XML, too' },
  },
  examples: [
    'npm run trial',
    'npm run trial -- fossil --rung upgrades',
    'npm run trial -- davical --nodes 3',
    'npm run trial -- davical --keep',
    'npm run trial -- --shard 1/4 --base main --junit out/junit.xml',
    'npm run trial -- fossil --provider context:staging',
    'npm run trial -- wiki --harden > wiki.patch',
  ],
  async run({ values, positionals, signal }) {
    const { strict = false, keep = false, format = 'pretty', 'stand-ins': standIns = false } = values;
    if (values.remove !== undefined) {
      await removeKept(values.remove);
      process.stdout.write(`removed the engine ${values.remove}\n`);
      return 0;
    }
    if (format !== 'pretty' && format !== 'json') {
      throw new KnownError(`no format "${format}"`, 'There are pretty and json.');
    }
    const parallel = positiveInteger('parallel', values.parallel ?? String(ENGINES_AT_ONCE));
    const nodes = positiveInteger('nodes', values.nodes ?? '1');
    const root = process.cwd();
    await useScratch(root);
    const named = positionals.length > 0 ? [...new Set(positionals)] : await listRecipes(root);
    if (named.length === 0) throw new KnownError('there is no recipe to try', 'Add one in recipes/<name>/.');
    const names = values.shard === undefined ? named : shardOf(named, values.shard);
    if (names.length === 0) {
      process.stdout.write(`no recipe falls into shard ${values.shard}; nothing was tried\n`);
      return 0;
    }
    const base =
      values.base === undefined ? undefined : { ref: values.base, commit: await commitOf(root, values.base) };
    const colors = terminalColors();
    await using provider = await chooseProvider(values.provider, signal);
    if (values.reap === true) {
      const reaped = await provider.reap(true);
      process.stdout.write(`${reaped.length === 0 ? 'nothing' : reaped.join(', ')} removed\n`);
      return 0;
    }
    const possible = provider.shared === undefined ? RUNGS : INSTALLING;
    const rungs = chosenRungs(values.rung, { from: values.from, keep }, possible);
    if (provider.shared !== undefined && rungs.some((id) => !possible.includes(id))) {
      throw new KnownError(`${values.provider} has no engines of its own`, `It proves ${possible.join(', ')} only.`);
    }
    const { recipes, lint: judge } = await readToJudge(root, names);
    const variantsOf = chosenVariants(values.variant, recipes);
    using live = openLive(process.stderr, process.stdout);
    const print = (text: string) => void (format === 'pretty' && live.print(text));
    await using store = openImageStore({ onProgress: live.onLine });
    const shared = { root, store, provider, standIns, nodes, signal, rungs, from: values.from, base };
    const kept: Kept[] = [];
    const onKept = keep ? { onKept: (each: Kept) => void kept.push(each) } : {};
    // Others work on a shared swarm; and what belongs to one run is removed together.
    const places = openPlaces(provider.shared === undefined ? parallel : 1);

    const tryVariant = async (recipe: Recipe, last: TrialReport | null, variant: string | undefined) => {
      const report = await tryRecipe(recipe, { ...shared, ...onKept, places, last, variant, onStep: live.onStep });
      const file = writeReport(root, report);
      print(prettyTrial(report, relative(root, dirname(file)), colors));
      return report;
    };
    /** Null when there is nothing that it can do without. */
    const tryToHarden = async (recipe: Recipe): Promise<TrialReport | null> => {
      const { tried, patch, proof } = await hardenRecipe(recipe, { ...shared, onStep: live.onStep }, colors);
      live.onLine(`${recipe.name} ${recipe.version ?? ''}\n${tried}`.trimEnd());
      if (proof?.verdict === 'pass') print(patch);
      else if (proof !== null) {
        live.onLine(prettyTrial(proof, relative(root, reportFolder(root, recipe.name, recipe.version)), colors));
      }
      return proof;
    };
    const tryOne = async (recipe: Recipe, last: TrialReport | null): Promise<readonly Report[]> => {
      const lint = judge(recipe);
      if (lint.verdict !== 'pass') {
        const errors = chooseFindings(lint, { least: 'error' });
        const source = (file: string) => recipe.files.find(({ path }) => `${recipe.folder}/${path}` === file)?.content;
        print(prettyReports([errors], { colors, width: process.stdout.columns ?? 120, source }));
        print(`${recipe.name} was not tried: what lint refuses never reaches an engine\n`);
        return [errors];
      }
      if (values.harden === true) return [(await tryToHarden(recipe)) ?? lint];
      return await Promise.all(variantsOf(recipe).map((variant) => tryVariant(recipe, last, variant)));
    };
    const reports = (await longestFirst(root, recipes, rungs, tryOne)).flat();
    for (const each of kept) (format === 'json' ? live.onLine : live.print)(prettyKept(each));
    if (values.junit !== undefined) writeText(values.junit, junitReports(reports));
    if (format === 'json') process.stdout.write(jsonReports(reports));
    return exitCodeOf(
      reports.map(({ verdict }) => verdict),
      strict,
    );
  },
});
