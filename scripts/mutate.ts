import { terminalColors } from './lib/colors.ts';
import { KnownError, runCommand } from './lib/command.ts';
import { PLANTERS } from './lib/mutation/planters.ts';
import { prettySelfTest } from './lib/mutation/pretty.ts';
import { readPlanted } from './lib/mutation/read-planted.ts';
import { testGates } from './lib/mutation/run.ts';
import { isKilled, tally } from './lib/mutation/tally.ts';
import { listRecipes, readRecipes } from './lib/recipe/read.ts';

await runCommand({
  name: 'npm run mutate --',
  summary: "Tests the gates: plants every rule's fault into recipes, in memory, and sees whether lint finds each.",
  positionals: '[recipe…]',
  options: {
    format: { type: 'string', value: 'FORMAT', help: 'pretty (default) or json' },
    rule: { type: 'string', value: 'RULE', help: 'plant the faults of this rule only' },
  },
  examples: ['npm run mutate', 'npm run mutate -- fossil --rule privileged', 'npm run mutate -- --format json'],
  async run({ values, positionals }) {
    const { format = 'pretty', rule } = values;
    if (format !== 'pretty' && format !== 'json') {
      throw new KnownError(`no format "${format}"`, 'There are pretty, json.');
    }
    const planter = rule === undefined ? undefined : PLANTERS[rule];
    if (rule !== undefined && planter === undefined) {
      throw new KnownError(`no fault of rule "${rule}" can be planted`, 'See npm run lint -- --list-rules.');
    }
    const root = process.cwd();
    const names = positionals.map((name) => name.replace(/^(?:\.\/)?recipes\//, '').replace(/\/+$/, ''));
    const recipes = await readRecipes(root, names.length > 0 ? names : await listRecipes(root));
    const today = new Date().toISOString().slice(0, 10);
    const planters = rule === undefined || planter === undefined ? PLANTERS : { [rule]: planter };
    const test = testGates(recipes, { planters, today, read: readPlanted });
    const json = { schema: 'recipe-commons/self-test/1', ...tally(test.results), ...test };
    process.stdout.write(
      format === 'json' ? `${JSON.stringify(json, null, 2)}\n` : prettySelfTest(test, terminalColors()),
    );
    return isKilled(test) ? 0 : 1;
  },
});
