import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, readdir, rename, rm, symlink } from 'node:fs/promises';
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
  const { folder, shares, signal } = options;
  const results = await Promise.all(
    Array.from({ length: shares }, (_, share) => writeShare(pieces, join(pieces, `pages-${share}`), share, options)),
  );
  signal.throwIfAborted();
  const failed = results.find((result) => result.failed);
  if (failed !== undefined)
    throw new KnownError(`the site could not be built\n${failed.all}`, 'This is a fault of site/.');
  for (let share = 0; share < shares; share++) await moveInto(folder, join(pieces, `pages-${share}`));
}

async function writeShare(pieces: string, outDir: string, share: number, { base, shares, signal }: PagesOptions) {
  const root = await makeRoot(join(pieces, `root-${share}`));
  const astro = join(CODE, 'node_modules/astro/bin/astro.mjs');
  const args = ['build', '--silent', '--root', root, '--outDir', outDir, '--base', base];
  return await execa(process.execPath, [astro, ...args], {
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

/** Moves every file but those that are there: what several shares make is the same in each. */
async function moveInto(folder: string, from: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(folder, entry.name)];
    if (entry.isDirectory()) {
      await mkdir(target, { recursive: true });
      await moveInto(target, source);
    } else if (!existsSync(target)) await move(source, target);
  }
}

/** To another disk, a file can only be copied. */
async function move(source: string, target: string): Promise<void> {
  try {
    await rename(source, target);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    await copyFile(source, target);
  }
}
