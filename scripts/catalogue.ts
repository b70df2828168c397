import { join } from 'node:path';
import { type Published, publishCatalogue } from './lib/catalogue/publish.ts';
import { serveFolder } from './lib/catalogue/serve.ts';
import { KnownError, runCommand } from './lib/command.ts';

const FOLDER = 'out/catalogue';

await runCommand({
  name: 'npm run catalogue --',
  summary: `Builds the catalogue of all recipes, versions and proofs as a static site in ${FOLDER}.`,
  positionals: '',
  options: {
    serve: { type: 'boolean', help: 'serve it on 127.0.0.1 afterwards, until Ctrl-C' },
    port: { type: 'string', value: 'PORT', help: 'where to serve, or the next free one (default 4321)' },
    base: { type: 'string', value: 'PATH', help: 'path the site will be hosted at (default /)' },
  },
  examples: ['npm run catalogue', 'npm run catalogue -- --serve', 'npm run catalogue -- --base /commons/'],
  async run({ values, positionals, signal }) {
    if (positionals.length > 0) {
      throw new KnownError(`what is "${positionals[0]}"?`, 'The catalogue always holds every recipe.');
    }
    const root = process.cwd();
    const folder = join(root, FOLDER);
    const base = readBase(values.base ?? '/');
    const port = readPort(values.port ?? '4321');
    process.stderr.write('building the catalogue …\n');
    const published = await publishCatalogue({ root, folder, base, now: new Date(), signal });
    process.stdout.write(`${summary(published)} in ${FOLDER}/\n`);
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

function readBase(base: string): string {
  if (!/^\/([\w.~-]+\/)*$/.test(base)) {
    throw new KnownError(`"${base}" is no path to host at`, 'Begin and end it with a slash: /commons/');
  }
  return base;
}

function readPort(port: string): number {
  const number = Number(port);
  if (!/^\d+$/.test(port) || number > 65_535) {
    throw new KnownError(`"${port}" is no port`, 'Give a number up to 65535.');
  }
  return number;
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
