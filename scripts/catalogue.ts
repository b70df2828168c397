import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Published, publishCatalogue } from './lib/catalogue/publish.ts';
import { serveFolder } from './lib/catalogue/serve.ts';
import { changedRecipes } from './lib/check/changed.ts';
import { KnownError, readPort, runCommand } from './lib/command.ts';

const FOLDER = 'out/catalogue';
/** Apart, so that what is published never holds a part of the recipes. */
const PREVIEW = 'out/preview';
const NO_ADDRESS =
  'feeds, sitemap and cards name ADDRESS, which only this machine can reach; to publish it: --site https://…';

await runCommand({
  name: 'npm run catalogue --',
  summary: `Builds the catalogue of all recipes, versions and proofs as a static site in ${FOLDER}.`,
  positionals: '',
  options: {
    changed: { type: 'boolean', help: `a preview of the recipes that differ from the main line, in ${PREVIEW}` },
    serve: { type: 'boolean', help: 'serve it on 127.0.0.1 afterwards, until Ctrl-C' },
    port: { type: 'string', value: 'PORT', help: 'where to serve, or the next free one (default 4321)' },
    site: {
      type: 'string',
      value: 'URL',
      help: 'address it will have, named in feeds, sitemap and cards (default: homepage in package.json, else this machine)',
    },
    base: { type: 'string', value: 'PATH', help: 'path it will be hosted at (default: the one of its address)' },
  },
  examples: [
    'npm run catalogue',
    'npm run catalogue -- --serve',
    'npm run catalogue -- --changed --serve',
    'npm run catalogue -- --site https://recipes.example/commons/',
  ],
  async run({ values, positionals, signal }) {
    if (positionals.length > 0) {
      const help = 'The catalogue always holds every recipe; --changed previews those that differ from main.';
      throw new KnownError(`what is "${positionals[0]}"?`, help);
    }
    const root = process.cwd();
    const only = values.changed === true ? await changedRecipes(root) : null;
    if (only?.length === 0) {
      process.stdout.write('no recipe differs from the main line; there is nothing to preview\n');
      return 0;
    }
    const name = only === null ? FOLDER : PREVIEW;
    const folder = join(root, name);
    const given = values.site ?? (await homepage(root));
    const address = given === null ? null : readAddress(given);
    const base = readBase(values.base ?? address?.pathname ?? '/');
    const port = readPort(values.port ?? '4321');
    process.stderr.write(only === null ? 'building the catalogue …\n' : `previewing ${only.join(', ')} …\n`);
    const origin = address?.origin ?? `http://127.0.0.1:${port}`;
    const published = await publishCatalogue({
      root,
      folder,
      base,
      site: origin,
      only,
      preview: only !== null,
      now: new Date(),
      signal,
    });
    process.stdout.write(`${summary(published)} in ${name}/\n`);
    if (address === null) process.stderr.write(`${NO_ADDRESS.replace('ADDRESS', origin + base)}\n`);
    if (values.serve !== true) return 0;
    await using site = await serveFolder(folder, { port, signal, base });
    process.stdout.write(`${site.address}\n`);
    await stopped(signal);
    return 0;
  },
});

function summary({ recipes, versions, tried }: Published): string {
  return `${recipes} recipes, ${versions} versions, ${tried} tried,`;
}

function readAddress(text: string): URL {
  const url = URL.parse(text.endsWith('/') ? text : `${text}/`);
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && `${url.origin}${url.pathname}` === url.href;
  if (isPlain) return url;
  throw new KnownError(`"${text}" is no address of a site`, 'Write it like https://recipes.example/commons/');
}

/** What package.json says about where this project is to be seen; null when it says nothing. */
async function homepage(root: string): Promise<string | null> {
  const text = await readFile(join(root, 'package.json'), 'utf8').catch(() => '{}');
  const { homepage }: { homepage?: unknown } = JSON.parse(text);
  return typeof homepage === 'string' ? homepage : null;
}

function readBase(base: string): string {
  if (!/^\/([\w.~-]+\/)*$/.test(base)) {
    throw new KnownError(`"${base}" is no path to host at`, 'Begin and end it with a slash: /commons/');
  }
  return base;
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
