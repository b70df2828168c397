import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { terminalColors } from './lib/colors.ts';
import { KnownError, runCommand } from './lib/command.ts';
import { askImage, askTags } from './lib/engine/ask.ts';
import { parseMirrors } from './lib/engine/mirrors.ts';
import { type NamedImage, namedImages } from './lib/images/named.ts';
import { newerTags } from './lib/images/tags.ts';
import { draftUpdate, type TagChange } from './lib/images/update.ts';
import { writeEdits } from './lib/images/write.ts';
import { listRecipes, readRecipes } from './lib/recipe/read.ts';
import { plainText } from './lib/report/plain-text.ts';
import { sideBySide } from './lib/side-by-side.ts';

const AT_ONCE = 8;

await runCommand({
  name: 'npm run update --',
  summary: 'Looks for newer tags of the images, and drafts a new version of the recipe with them.',
  positionals: '[recipe…]',
  options: {
    major: { type: 'boolean', help: 'also take a tag with a higher major version' },
    'dry-run': { type: 'boolean', help: 'write nothing; print the changes as a patch' },
  },
  examples: ['npm run update', 'npm run update -- nextcloud', 'npm run update -- --major --dry-run forgejo'],
  async run({ values, positionals, signal }) {
    const { major = false, 'dry-run': dryRun = false } = values;
    const root = process.cwd();
    const names = positionals.length > 0 ? [...new Set(positionals)] : await listRecipes(root);
    if (names.length === 0) throw new KnownError('there is no recipe to update', 'Add one in recipes/<name>/.');
    const recipes = await readRecipes(root, names);
    const options = { mirrors: parseMirrors(process.env.COMMONS_MIRROR ?? ''), signal };
    const colors = terminalColors();
    let unknown = 0;
    for (const recipe of recipes) {
      const say = (line: string) => (dryRun ? process.stderr : process.stdout).write(`  ${plainText(line)}\n`);
      (dryRun ? process.stderr : process.stdout).write(`${colors.bold(recipe.name)}\n`);
      const looked = await sideBySide(namedImages(recipe), AT_ONCE, (image) => lookFor(image, major, options));
      for (const { line } of looked) say(line);
      unknown += looked.filter(({ isUnknown }) => isUnknown).length;
      const draft = draftUpdate(
        recipe,
        looked.flatMap(({ change }) => change ?? []),
      );
      if (draft === null) continue;
      const folder = join(root, recipe.folder);
      const patch = writeEdits(folder, recipe, draft.edits, { write: !dryRun, colors });
      const note = join(folder, 'release', draft.version);
      if (dryRun) process.stdout.write(patch);
      else {
        await mkdir(dirname(note), { recursive: true });
        if (!existsSync(note)) await writeFile(note, draft.note);
        say(`version ${draft.version}, its release note drafted in release/${draft.version}`);
        say(`next: npm run check -- ${recipe.name}`);
      }
      for (const each of draft.left) say(each);
    }
    return unknown > 0 ? 2 : 0;
  },
});

interface Looked {
  readonly line: string;
  readonly change: TagChange | null;
  readonly isUnknown: boolean;
}

async function lookFor(image: NamedImage, major: boolean, options: Parameters<typeof askTags>[1]): Promise<Looked> {
  const { service, text, reference } = image;
  const told = (what: string, isUnknown = false): Looked => ({
    line: `${service}: ${text.split('@')[0]}: ${what}`,
    change: null,
    isUnknown,
  });
  if ('why' in reference) return told(reference.why);
  if (reference.tag === null) return told('it has no tag');
  const tags = await askTags(reference, options);
  if ('error' in tags) return told(String(tags.error), true);
  const newer = newerTags(reference.tag, tags);
  if (newer === null) return told('its tag is no version');
  const to = (major ? newer.beyond : null) ?? newer.within;
  const beyond = newer.beyond === null || major ? '' : ` (there is ${newer.beyond}; --major takes it)`;
  if (to === null) return told(`is the newest${beyond}`);
  const facts = reference.digest === null ? null : await askImage({ ...reference, tag: to, digest: null }, options);
  return {
    line: `${service}: ${text.split('@')[0]} → ${to}${beyond}`,
    change: { image, from: reference.tag, to, facts },
    isUnknown: false,
  };
}
