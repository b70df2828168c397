import { mkdir, mkdtemp, rm } from 'node:fs/promises';
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

/**
 * Writes the pages of the catalogue whose pieces lie in `pieces` into `folder`, beside what is there. In a process of its own, so
 * that the builder's memory and state are gone afterwards. Throws KnownError with Astro's words when it fails.
 */
export async function writePages(
  pieces: string,
  { folder, base, signal }: { readonly folder: string; readonly base: string; readonly signal: AbortSignal },
): Promise<void> {
  const astro = join(CODE, 'node_modules/astro/bin/astro.mjs');
  const args = [astro, 'build', '--silent', '--root', CODE, '--outDir', folder, '--base', base];
  const result = await execa(process.execPath, args, {
    cwd: CODE,
    // Vite takes names such as BASE_URL from the environment: a page may not depend on who builds it.
    extendEnv: false,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      RECIPE_COMMONS_CATALOGUE: pieces,
      NODE_ENV: 'production',
      ASTRO_TELEMETRY_DISABLED: '1',
      ASTRO_DEV_BACKGROUND: '0',
      ASTRO_PREVIEW_BACKGROUND: '0',
    },
    all: true,
    reject: false,
    cancelSignal: signal,
  });
  signal.throwIfAborted();
  if (result.failed) throw new KnownError(`the site could not be built\n${result.all}`, 'This is a fault of site/.');
}
