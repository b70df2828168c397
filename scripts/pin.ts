import { join } from 'node:path';
import { terminalColors } from './lib/colors.ts';
import { KnownError, runCommand } from './lib/command.ts';
import { askImage } from './lib/engine/ask.ts';
import { parseMirrors } from './lib/engine/mirrors.ts';
import { type NamedImage, namedImages } from './lib/images/named.ts';
import { missingArchitectures, type Pin, pinOf } from './lib/images/pin.ts';
import { prettyPins } from './lib/images/pretty.ts';
import { writeEdits } from './lib/images/write.ts';
import { listRecipes, readRecipes } from './lib/recipe/read.ts';
import { sideBySide } from './lib/side-by-side.ts';

const AT_ONCE = 8;

await runCommand({
  name: 'npm run pin --',
  summary: 'Writes behind every image tag the digest that it names now, so that what was tested is what runs.',
  positionals: '[recipe…]',
  options: {
    check: { type: 'boolean', help: 'write nothing; exit 1 when a tag has no digest, or names other bytes by now' },
    'dry-run': { type: 'boolean', help: 'write nothing; print the changes as a patch' },
    format: { type: 'string', value: 'FORMAT', help: 'pretty (default) or json' },
  },
  examples: ['npm run pin -- nextcloud', 'npm run pin -- --check', 'npm run pin -- --dry-run forgejo | git apply'],
  async run({ values, positionals, signal }) {
    const { check = false, 'dry-run': dryRun = false, format = 'pretty' } = values;
    if (format !== 'pretty' && format !== 'json')
      throw new KnownError(`no format "${format}"`, 'There are pretty and json.');
    const root = process.cwd();
    const names = positionals.length > 0 ? [...new Set(positionals)] : await listRecipes(root);
    if (names.length === 0) throw new KnownError('there is no recipe to pin', 'Add one in recipes/<name>/.');
    const recipes = await readRecipes(root, names);
    const mirrors = parseMirrors(process.env.COMMONS_MIRROR ?? '');
    const colors = terminalColors();
    const asked = new Map<string, ReturnType<typeof askImage>>();
    const ask = ({ text, reference }: NamedImage) => {
      if ('why' in reference || reference.tag === null) return null;
      const wanted = { ...reference, digest: null };
      const name = text.split('@')[0] ?? '';
      const answer = asked.get(name) ?? askImage(wanted, { mirrors, signal });
      asked.set(name, answer);
      return answer;
    };
    const all: Pin[] = [];
    for (const recipe of recipes) {
      const pins = await sideBySide(namedImages(recipe), AT_ONCE, async (image) =>
        pinOf(recipe, image, await ask(image)),
      );
      all.push(...pins);
      const missing = missingArchitectures(recipe, pins);
      const edits = check ? [] : pins.flatMap((pin) => pin.edits);
      const patch = writeEdits(join(root, recipe.folder), recipe, edits, { write: !dryRun && !check, colors });
      if (format === 'pretty') {
        process.stdout.write(dryRun ? patch : prettyPins(recipe.name, pins, { missing, check }, colors));
      }
    }
    if (format === 'json') process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
    if (all.some(({ state }) => state === 'unknown')) return 2;
    return all.some(({ state }) => state === 'moved' || (check && state === 'pinned')) ? 1 : 0;
  },
});
