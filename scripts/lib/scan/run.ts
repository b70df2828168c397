/** The flow of a scan: images of a version → what is in each → what it means → report. */
import { KnownError } from '../command.ts';
import { sideBySide } from '../side-by-side.ts';
import type { ImageResult, Recipe, ScanReport } from '../types.ts';
import { ScanError, type ScanFault } from './fault.ts';
import type { ImageScan } from './image-scan.ts';
import { judgeRecipe } from './judge-recipe.ts';
import { flawKey, type Policy } from './policy.ts';
import { scanReport } from './report.ts';
import type { Scanner } from './scanner.ts';

export interface ScanOptions {
  /** The images of a version, see `imagesOf`. */
  readonly provide: (recipe: Recipe) => Promise<readonly ImageResult[]>;
  /** Or why there is none. */
  readonly scanner: Scanner | ScanFault;
  readonly policy: Policy;
  /** Hex. */
  readonly policyDigest: string;
  readonly exploited: ReadonlySet<string> | null;
  readonly now: Date;
  readonly signal: AbortSignal;
}

type AvailableImage = Extract<ImageResult, { available: true }>;

/** Scans every image of a recipe. `previous`: the version hosters come from. Throws only when `signal` fires. */
export async function scanRecipe(recipe: Recipe, previous: Recipe | null, options: ScanOptions): Promise<ScanReport> {
  const started = performance.now();
  const { scanner, policy, policyDigest, exploited, now, signal } = options;
  const { databaseMaxAgeDays } = policy;
  const facts = {
    recipe,
    policyDigest,
    databaseMaxAgeDays,
    startedAt: now,
    durationMs: () => performance.now() - started,
  };
  if ('kind' in scanner) return scanReport({ ...facts, scanner: null, fault: scanner });
  const known = { ...facts, scanner };
  // It needs no image: nobody waits for the one to begin the other.
  const looking = recipe.files.length === 0 ? Promise.resolve([]) : scanner.lookInto(recipe);
  // Told where it is waited for.
  looking.catch(() => undefined);
  try {
    const images = await options.provide(recipe);
    const scans = await lookAt(
      scanner,
      images.filter((image) => image.available),
    );
    const before = await flawsBefore(previous, scanner, options);
    const seen = { images, scans, files: await looking, before: before.flaws };
    return scanReport({ ...known, against: before.against, ...judgeRecipe(recipe, seen, { policy, exploited, now }) });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ScanError) return scanReport({ ...known, fault: error.fault });
    throw error;
  } finally {
    await Promise.allSettled([looking]);
  }
}

/** By digest; the scanner itself looks at none twice, and knows how many it may look at at once. */
async function lookAt(scanner: Scanner, images: readonly AvailableImage[]): Promise<ReadonlyMap<string, ImageScan>> {
  const distinct = [...new Map(images.map((image) => [image.digest, image])).values()];
  const scans = await sideBySide(distinct, distinct.length, (image) => scanner.look(image));
  return new Map(distinct.map(({ digest }, index) => [digest, scans[index] as ImageScan]));
}

async function flawsBefore(
  previous: Recipe | null,
  scanner: Scanner,
  options: ScanOptions,
): Promise<{ readonly flaws: ReadonlySet<string> | null; readonly against: ScanReport['scan']['against'] }> {
  if (previous === null) return { flaws: null, against: { none: 'no version was published before this one' } };
  const version = previous.version ?? 'no version';
  try {
    const images = await options.provide(previous);
    const missing = images.find((image) => !image.available);
    if (missing !== undefined) return { flaws: null, against: { none: `an image of ${version} cannot be had` } };
    const scans = await lookAt(
      scanner,
      images.filter((image) => image.available),
    );
    return {
      flaws: new Set([...scans.values()].flatMap(({ vulnerabilities }) => vulnerabilities.map(flawKey))),
      against: { version },
    };
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof ScanError || error instanceof KnownError) {
      return { flaws: null, against: { none: `${version} could not be scanned: ${error.message}` } };
    }
    throw error;
  }
}
