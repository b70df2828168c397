import { canonicalJson } from './lib/certificate/canonical.ts';
import { prettyCertifications } from './lib/certificate/pretty.ts';
import { type Certification, certifyRecipe } from './lib/certificate/store.ts';
import { terminalColors } from './lib/colors.ts';
import { KnownError, runCommand } from './lib/command.ts';
import { listRecipes, readRecipes } from './lib/recipe/read.ts';

await runCommand({
  name: 'npm run certify --',
  summary: 'States what the stored lint and trial reports prove about each recipe, or why nothing can be stated.',
  positionals: '[recipe…]',
  options: {
    format: { type: 'string', value: 'FORMAT', help: 'pretty (default) or json' },
    strict: { type: 'boolean', help: 'exit 1 also when a recipe is unverified' },
  },
  examples: ['npm run certify', 'npm run certify -- fossil', 'npm run certify -- --format json'],
  async run({ values, positionals, signal }) {
    const { format = 'pretty', strict = false } = values;
    if (format !== 'pretty' && format !== 'json') {
      throw new KnownError(`no format "${format}"`, 'There are pretty and json.');
    }
    const root = process.cwd();
    const names = positionals.length > 0 ? positionals : await listRecipes(root);
    if (names.length === 0) throw new KnownError('there is no recipe to certify', 'Add one in recipes/<name>/.');
    const now = new Date();
    const certifications: Certification[] = [];
    for (const recipe of await readRecipes(root, names)) {
      signal.throwIfAborted();
      certifications.push(await certifyRecipe(root, recipe, now));
    }
    const colors = terminalColors();
    const text =
      format === 'json'
        ? canonicalJson(certifications.map(({ result }) => result))
        : prettyCertifications(certifications, colors);
    process.stdout.write(text);
    return exitCode(certifications, strict);
  },
});

function exitCode(certifications: readonly Certification[], strict: boolean): 0 | 1 | 2 {
  const verdicts = certifications.map(({ verdict }) => verdict);
  if (verdicts.includes('broken')) return 2;
  if (verdicts.includes('fail')) return 1;
  return strict && verdicts.includes('unverified') ? 1 : 0;
}
