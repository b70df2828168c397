/** Fetches a database into a folder of its own first: whatever goes wrong, the one that is there stays. */
import { access, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock } from '../engine/lock.ts';
import { outwardEnvironment } from '../engine/tool.ts';
import { openWorkplace } from '../engine/workplace.ts';
import { objectionOf } from './ask-registry.ts';
import { readDatabase } from './database.ts';
import { type FaultKind, fault, ScanError, type ScanFault } from './fault.ts';
import { type DatabaseKind, type DatabaseRepository, FLAWS } from './repository.ts';
import { runTrivyDownload } from './trivy.ts';
import type { TrivyBinary } from './trivy-binary.ts';

interface DownloadOptions {
  readonly cache: string;
  readonly binary: TrivyBinary;
  readonly kind: DatabaseKind;
  /** A mirror; its makers when null. */
  readonly repository: DatabaseRepository | null;
  readonly limitSeconds: number;
  /** How often it is tried where that may help. */
  readonly tries: number;
  readonly signal: AbortSignal;
}

const FIRST_WAIT_MS = 2000;

/** Here the next step is always another source. */
const HELP: { readonly [kind in FaultKind]?: string } = {
  'rate-limit': 'Wait for it to allow more, or name a mirror: npm run scan -- --update-db --db-repository HOST/PATH',
  'registry-auth': 'Name one that everybody may read: npm run scan -- --update-db --db-repository HOST/PATH',
  'database-download':
    'Where it can be reached, run: npm run scan -- --update-db; --db-repository HOST/PATH names a mirror.',
};

/** Throws ScanError. */
export async function downloadDatabase(options: DownloadOptions): Promise<void> {
  const { cache, tries, signal } = options;
  await using _lock = await takeLock(cache, `database ${options.kind.folder}`, signal);
  for (let attempt = 1; ; attempt++) {
    const failed = await download(options);
    if (failed === null) return;
    if (!failed.retry || attempt === tries) throw new ScanError({ ...failed, help: HELP[failed.kind] ?? failed.help });
    await sleep(FIRST_WAIT_MS * 2 ** (attempt - 1), undefined, { signal });
  }
}

/** From the first source that nothing speaks against. Null when it is there. */
async function download(options: DownloadOptions): Promise<ScanFault | null> {
  let failed: ScanFault | null = null;
  for (const source of options.repository === null ? options.kind.makers : [options.repository]) {
    // Through a proxy only the scanner knows its way.
    const isProxied = Object.keys(outwardEnvironment()).some((name) => /^https?_proxy$/i.test(name));
    failed = isProxied ? null : await objectionOf(source, options.kind.tag, options.signal);
    failed ??= await downloadFrom(source, options);
    if (failed === null) return null;
  }
  return failed;
}

async function downloadFrom(
  source: DatabaseRepository,
  { cache, binary, kind, limitSeconds, signal }: DownloadOptions,
): Promise<ScanFault | null> {
  await using place = await openWorkplace(cache);
  const fresh = join(place.data, 'trivy');
  await mkdir(fresh, { recursive: true });
  try {
    await runTrivyDownload(kind, source, { binary, cache: fresh, limitSeconds, signal });
    if (kind === FLAWS) await readDatabase(fresh);
    else await access(join(fresh, kind.folder, kind.file));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ScanError && !/^(?:scanner-failed|database-missing|database-corrupt)$/.test(error.fault.kind))
      return error.fault;
    // It was asked for, and answered: then it is what came that is wrong.
    const why = error instanceof Error ? error.message : error;
    return fault('database-download', `what ${source.location} serves is no such database: ${why}`);
  }
  const own = join(cache, 'trivy');
  await mkdir(own, { recursive: true });
  await rename(join(own, kind.folder), join(place.data, 'old')).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(join(fresh, kind.folder), join(own, kind.folder));
  return null;
}
