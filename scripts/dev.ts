/** For packagers: the catalogue as it would be published, of what lies in the working tree, anew after each change. */
import { join } from 'node:path';
import { openLiveReload } from './lib/catalogue/live-reload.ts';
import { publishCatalogue } from './lib/catalogue/publish.ts';
import { serveFolder } from './lib/catalogue/serve.ts';
import { watchFolders } from './lib/catalogue/watch.ts';
import { KnownError, readPort, runCommand } from './lib/command.ts';
import { readRecipes } from './lib/recipe/read.ts';

const FOLDER = 'out/preview';
/** The pages are ours, also when the recipes are of another repository. */
const SITE = join(import.meta.dirname, '../site');
const MOST_TOLD = 3;

await runCommand({
  name: 'npm run dev --',
  summary:
    'Serves the catalogue of the working tree on localhost, and shows every change of a recipe or a page at once.',
  positionals: '[recipe…]',
  options: { port: { type: 'string', value: 'PORT', help: 'where to serve, or the next free one (default 4321)' } },
  examples: ['npm run dev', 'npm run dev -- fossil'],
  async run({ values, positionals, signal }) {
    const root = process.cwd();
    const port = readPort(values.port ?? '4321');
    // A name that there is not is told before anything is built.
    await readRecipes(root, positionals);
    const only = positionals.length > 0 ? positionals : null;
    const folder = join(root, FOLDER);
    const options = { root, folder, base: '/', only, preview: true, signal } as const;
    using watched = watchFolders({ recipes: join(root, 'recipes'), site: SITE }, signal);
    tell(`building ${only === null ? 'all recipes' : only.join(', ')} …`);
    await publishCatalogue({ ...options, now: new Date() });
    using live = openLiveReload();
    await using site = await serveFolder(folder, { port, signal, live });
    process.stdout.write(`${site.address}${only?.length === 1 ? `r/${only[0]}/` : ''}\n`);
    tell('watching recipes/ and site/ (Ctrl-C ends it)');
    for (let files = await watched.changed(); files !== null; files = await watched.changed()) {
      tell(`${time()}  changed: ${listed(files)}`);
      try {
        const started = performance.now();
        await publishCatalogue({ ...options, now: new Date() });
        live.reload();
        tell(`${time()}  built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
      } catch (error) {
        if (signal.aborted) break;
        if (!(error instanceof KnownError)) throw error;
        tell(`error: ${error.message}\n  ${error.help}\n  The pages are as they were before.`);
      }
    }
    return 0;
  },
});

function listed(files: readonly string[]): string {
  const more = files.length > MOST_TOLD ? [`${files.length - MOST_TOLD} more`] : [];
  return [...files.slice(0, MOST_TOLD), ...more].join(', ');
}

function time(): string {
  return new Date().toTimeString().slice(0, 8);
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
