/** `--update-db`: what scanners know, fetched in a step of its own. */
import { join } from 'node:path';
import { downloadDatabase } from '../scan/download.ts';
import { fetchExploited } from '../scan/exploited.ts';
import type { ScanFault } from '../scan/fault.ts';
import { faultOf } from '../scan/open.ts';
import { FLAWS, JAVA, parseRepository } from '../scan/repository.ts';
import { findTrivy } from '../scan/trivy-binary.ts';

interface UpdateOptions {
  readonly cache: string;
  /** `--trivy`. */
  readonly trivy: string | undefined;
  /** `--java`: the database of Java archives instead. */
  readonly java: boolean;
  /** `--db-repository`. */
  readonly mirror: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

const LIMIT_SECONDS = 900;
const TRIES = 3;

/** Null when it is there, else why not. Throws KnownError for a mirror that is no repository. */
export async function updateDatabase(options: UpdateOptions): Promise<ScanFault | null> {
  const { cache, java, env, signal, onProgress } = options;
  const mirror = options.mirror ?? (java ? env.TRIVY_JAVA_DB_REPOSITORY : env.TRIVY_DB_REPOSITORY) ?? '';
  const repository = mirror === '' ? null : parseRepository(mirror);
  const what = java ? 'database of Java archives' : 'vulnerability database';
  onProgress(`fetching the ${what} …`);
  if (!java) {
    const listless = await fetchExploited(join(cache, 'trivy'), signal);
    if (listless !== null) onProgress(`note: no new list of flaws that are used in attacks: ${listless}`);
  }
  try {
    const binary = await findTrivy({ option: options.trivy, env, cache });
    const wanted = { kind: java ? JAVA : FLAWS, repository, limitSeconds: LIMIT_SECONDS, tries: TRIES };
    await downloadDatabase({ cache, binary, ...wanted, signal });
  } catch (error) {
    return faultOf(error);
  }
  onProgress(`the ${what} is up to date`);
  return null;
}
