/** The flow of a scan: images of a version → what is in each → what it means → report. */
import { KnownError } from '../command.ts';
import { mapOf } from '../recipe/json.ts';
import { locate } from '../recipe/locate.ts';
import { sideBySide } from '../side-by-side.ts';
import { planTrial } from '../trial/plan.ts';
import type { Finding, ImageResult, Path, Place, Recipe, ScanReport } from '../types.ts';
import { ScanError, type ScanFault } from './fault.ts';
import type { ImageScan } from './image-scan.ts';
import { flawKey, judgeImage, type Policy, type Scanned } from './policy.ts';
import { judgeFiles } from './recipe-secrets.ts';
import { scanReport } from './report.ts';
import type { Scanner } from './scanner.ts';
import { sbomName } from './store.ts';
import { readVex, type VexStatement } from './vex.ts';
import { scanWaivers, waiverFindings } from './waivers.ts';

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

const VEX_FILE = 'vex.json';

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
  try {
    const images = await options.provide(recipe);
    const available = images.filter((image) => image.available);
    const scans = await lookAt(scanner, available);
    const before = await flawsBefore(previous, scanner, options);
    const own = new Set(
      planTrial(recipe).images.flatMap(({ reference, context }) => (context === null ? [] : [reference])),
    );
    const scanned = available.map((image): Scanned => {
      const at = placeOf(recipe, image.services[0] ?? 'app');
      const scan = scans.get(image.digest) as ImageScan;
      return { ...image, own: own.has(image.reference), sbom: sbomName(image.digest), scan, ...at };
    });
    const inFiles = await looking;
    const vex = vexOf(recipe);
    const waivers = scanWaivers(recipe, now.toISOString().slice(0, 10));
    const beside = { policy, waivers, vex: vex.statements, before: before.flaws, exploited, now };
    const files = policy.secrets ? judgeFiles(recipe, inFiles, waivers) : { findings: [], waived: [] };
    const judged = scanned.map((each) => judgeImage(each, beside));
    const found = new Set([
      ...[files, ...judged].flatMap(({ findings, waived }) => [...findings, ...waived].map(({ rule }) => rule)),
      ...judged.flatMap(({ image }) => image.vulnerabilities.map(({ id }) => id)),
    ]);
    const findings = [
      ...vex.findings,
      ...files.findings,
      ...judged.flatMap((each) => each.findings),
      ...waiverFindings(recipe, waivers, found),
    ];
    const present = new Set(scanned.flatMap(({ scan }) => scan.vulnerabilities.map(flawKey)));
    const fixed = [...(before.flaws ?? [])].filter((key) => !present.has(key)).sort();
    return scanReport({
      ...known,
      against: before.against,
      images: judged.map(({ image }) => image),
      unavailable: images.filter((image) => !image.available),
      findings,
      waived: [...files.waived, ...judged.flatMap((each) => each.waived)],
      fixed,
    });
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

function vexOf(recipe: Recipe): {
  readonly statements: readonly VexStatement[];
  readonly findings: readonly Finding[];
} {
  const file = recipe.files.find(({ path }) => path === VEX_FILE);
  if (file === undefined) return { statements: [], findings: [] };
  try {
    return { statements: readVex(file.content), findings: [] };
  } catch (error) {
    const message = `"${VEX_FILE}" is no OpenVEX document: ${error instanceof Error ? error.message : error}`;
    const help = 'See https://openvex.dev for the format; without it every flaw counts.';
    const place = { file: `${recipe.folder}/${VEX_FILE}`, line: 1, column: 1 };
    return {
      statements: [],
      findings: [{ step: 'scan', rule: 'vex-invalid', severity: 'error', message, help, path: null, place, data: {} }],
    };
  }
}

/** Where the image of a service is named: in compose.yml, or the overlay that brings the service; nulls where no file is. */
function placeOf(recipe: Recipe, service: string): { readonly path: Path | null; readonly place: Place | null } {
  const path = ['services', service, 'image'];
  const compose = recipe.compose.find(({ value }) => mapOf(mapOf(value.services)[service]).image !== undefined);
  const file = recipe.files.find((each) => each.path === compose?.file);
  return file === undefined ? { path: null, place: null } : { path, place: locate(file, recipe.folder, path) };
}
