import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { KnownError } from '../command.ts';

/** Where astro.config.mjs and site/ are: this repository, also when the recipes come from another one. */
const CODE = join(import.meta.dirname, '../../..');

/** A folder for the pieces of one build, gone afterwards. */
export async function useScratchFolder(): Promise<AsyncDisposable & { readonly folder: string }> {
  await mkdir(join(CODE, '.cache'), { recursive: true });
  const folder = await mkdtemp(join(CODE, '.cache/site-'));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** Left to itself V8 takes half as much again before it looks for what is not needed any more. */
const THRIFTY = ['--max-semi-space-size=8', '--heap-growing-percent=30'];

export interface PagesOptions {
  readonly folder: string;
  /** Path the site is hosted at. */
  readonly base: string;
  /** How many processes do it, each a share of the versions. */
  readonly shares: number;
  readonly signal: AbortSignal;
}

/**
 * Writes the pages of the catalogue whose pieces lie in `pieces` into `folder`, beside what is there. In processes of their own, so
 * that the builder's memory and state are gone afterwards. Throws KnownError with Astro's words when it fails.
 */
export async function writePages(pieces: string, options: PagesOptions): Promise<void> {
  const { shares, signal } = options;
  const results = await Promise.all(Array.from({ length: shares }, (_, share) => writeShare(pieces, share, options)));
  signal.throwIfAborted();
  const failed = results.find((result) => result.failed);
  if (failed !== undefined)
    throw new KnownError(`the site could not be built\n${failed.all}`, 'This is a fault of site/.');
}

/** What several shares make is the same in each. */
async function writeShare(pieces: string, share: number, { folder, base, shares, signal }: PagesOptions) {
  const root = await makeRoot(join(pieces, `root-${share}`));
  const astro = join(CODE, 'node_modules/astro/bin/astro.mjs');
  const args = ['build', '--silent', '--root', root, '--outDir', folder, '--base', base];
  return await execa(process.execPath, [...THRIFTY, astro, ...args], {
    cwd: root,
    // Vite takes names such as BASE_URL from the environment: a page may not depend on who builds it.
    extendEnv: false,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      RECIPE_COMMONS_CATALOGUE: pieces,
      RECIPE_COMMONS_SHARE: `${share}/${shares}`,
      NODE_ENV: 'production',
      ASTRO_TELEMETRY_DISABLED: '1',
      ASTRO_DEV_BACKGROUND: '0',
      ASTRO_PREVIEW_BACKGROUND: '0',
    },
    all: true,
    reject: false,
    cancelSignal: signal,
  });
}

/** Astro keeps half-made files in the root of its project: two builds of one project would take them from each other. */
async function makeRoot(root: string): Promise<string> {
  await mkdir(root);
  for (const name of ['site', 'astro.config.mjs', 'package.json', 'tsconfig.json']) {
    await cp(join(CODE, name), join(root, name), { recursive: true });
  }
  await symlink(join(CODE, 'scripts'), join(root, 'scripts'));
  return root;
}
