/** The scan as a part of the whole flow: of exactly the digests that a trial deployed, by one scanner for all recipes of the run. */
import type { ImageStore } from '../engine/engine.ts';
import { CACHE_FOLDER } from '../engine/paths.ts';
import type { Places } from '../places.ts';
import { versionsBefore } from '../recipe/before.ts';
import { readReports } from '../report/store.ts';
import { downloadDatabase } from '../scan/download.ts';
import { type FaultKind, fault, type ScanFault } from '../scan/fault.ts';
import { keepScan } from '../scan/keep.ts';
import { faultOf, openScan } from '../scan/open.ts';
import { imagesOf } from '../scan/provide.ts';
import { type DatabaseRepository, FLAWS, parseRepository } from '../scan/repository.ts';
import { scanRecipe } from '../scan/run.ts';
import { findTrivy } from '../scan/trivy-binary.ts';
import type { Step } from '../trial/step.ts';
import type { Recipe, ScanReport, TrialReport } from '../types.ts';

interface RunScanOptions {
  readonly root: string;
  readonly cache?: string;
  /** All of the run. */
  readonly recipes: readonly Recipe[];
  readonly store: ImageStore;
  readonly places: Places;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
  readonly onStep: (step: Step) => void;
}

/** Ends what it made ready and nobody needed. */
interface RunScan extends AsyncDisposable {
  /** Makes ready while trials run, once however often it is asked. */
  prepare(): void;
  /** Scans, and stores what came of it; null when there is nothing to scan, or no more to say than is stored already. */
  scan(recipe: Recipe, trial: TrialReport): Promise<ScanReport | null>;
}

const LIMIT_SECONDS = 300;
/** Trials go on meanwhile; whoever needs longer fetches it in a step of its own. */
const FETCH_SECONDS = 60;

const WITHOUT_DATABASE: readonly FaultKind[] = ['database-missing', 'database-old', 'database-corrupt'];

/** Throws KnownError for what `$TRIVY_DB_REPOSITORY` holds that is no repository. */
export function openRunScan(options: RunScanOptions): RunScan {
  const { root, store, cache = CACHE_FOLDER } = options;
  const over = new AbortController();
  const signal = AbortSignal.any([options.signal, over.signal]);
  const mirror = options.env.TRIVY_DB_REPOSITORY ?? '';
  const repository = mirror === '' ? null : parseRepository(mirror);
  let opened: ReturnType<typeof open> | null = null;
  const ready = () => {
    opened ??= open({ ...options, signal }, repository);
    return opened;
  };
  return {
    prepare() {
      // Whoever scans gets the fault.
      ready().catch(() => undefined);
    },
    async scan(recipe, { trial }) {
      const isWhole = trial.images.length > 0 && trial.images.every(({ available }) => available);
      if (trial.rehearsed || !isWhole) return null;
      const shared = await ready();
      const { scanner } = shared;
      if ('kind' in scanner && (await isScanned(root, recipe))) return null;
      const say = sayer(recipe, 'kind' in scanner ? () => undefined : options.onStep);
      say('looks into its images', false);
      const provide = async (each: Recipe) =>
        each === recipe ? trial.images : await imagesOf(each, { store, signal });
      const [previous = null] = 'kind' in scanner ? [] : await versionsBefore(root, recipe);
      const report = await scanRecipe(recipe, previous, { ...shared, provide });
      await keepScan(root, report, scanner, cache);
      say(`scan: ${report.verdict}`, true);
      return report;
    },
    async [Symbol.asyncDispose]() {
      over.abort();
      await Promise.allSettled([opened]);
    },
  };
}

function sayer({ name }: Recipe, onStep: (step: Step) => void) {
  const started = performance.now();
  return (doing: string, ended: boolean) =>
    onStep({ recipe: name, rung: null, doing, seconds: (performance.now() - started) / 1000, ended });
}

async function open(options: RunScanOptions, repository: DatabaseRepository | null) {
  const { recipes, cache = CACHE_FOLDER, env, places, signal, onProgress } = options;
  const wanted = {
    ...{ cache, trivy: undefined, policyFile: undefined, limitSeconds: LIMIT_SECONDS },
    ...{ recipes, env, places, now: new Date(), signal, onProgress },
  };
  const scan = await openScan(wanted);
  const { scanner } = scan;
  if (!('kind' in scanner) || !WITHOUT_DATABASE.includes(scanner.kind)) return scan;
  onProgress(`${scanner.message}: fetching one …`);
  const failed = await fetchDatabase(options, repository);
  if (failed === null) return await openScan(wanted);
  return { ...scan, scanner: { ...failed, message: `${scanner.message}, and none can be fetched: ${failed.message}` } };
}

/** Null when it is there. */
async function fetchDatabase(
  { cache = CACHE_FOLDER, env, signal }: RunScanOptions,
  repository: DatabaseRepository | null,
): Promise<ScanFault | null> {
  const limit = AbortSignal.timeout(FETCH_SECONDS * 1000);
  try {
    const binary = await findTrivy({ option: undefined, env, cache });
    const bounds = { limitSeconds: FETCH_SECONDS, tries: 1, signal: AbortSignal.any([signal, limit]) };
    await downloadDatabase({ cache, binary, kind: FLAWS, repository, ...bounds });
    return null;
  } catch (error) {
    signal.throwIfAborted();
    if (!limit.aborted) return faultOf(error);
    return fault('database-download', `it did not come within ${FETCH_SECONDS} s`);
  }
}

/** What was seen before is not given up because nobody can look today: its age is judged by whoever reads it. */
async function isScanned(root: string, { name, version, digest }: Recipe): Promise<boolean> {
  const { scan } = await readReports(root, name, version);
  return scan !== null && scan.subject.digest === digest && scan.verdict !== 'broken';
}
