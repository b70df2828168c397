/** The same images again, by what is known of flaws today: what changed in each version, and what could not be looked at. */
import type { ImageResult, Recipe, ScanReport, Verdict, VulnerabilitySeverity } from '../types.ts';
import type { ScanFault } from './fault.ts';
import { type ScanOptions, scanRecipe } from './run.ts';

export interface Change {
  readonly image: string;
  readonly id: string;
  readonly package: string;
  readonly severity: VulnerabilitySeverity;
  readonly fixedIn: string | null;
}

export interface Rescanned {
  readonly recipe: string;
  readonly version: string | null;
  readonly before: Verdict;
  readonly after: Verdict;
  readonly new: readonly Change[];
  readonly gone: readonly Change[];
  /** Why nothing was learned; then the report of before stands, marked. */
  readonly stale: string | null;
}

/** A version whose stored report speaks of the very bytes of `recipe`. */
export interface Again {
  readonly recipe: Recipe;
  readonly previous: Recipe | null;
  readonly stored: ScanReport;
}

type Options = Omit<ScanOptions, 'provide'> & {
  /** The digests that the stored report of a version names, as images; its tags may name others by now. */
  readonly provideAgain: (recipe: Recipe) => Promise<readonly ImageResult[]>;
  /** Why the database is no newer than before; null when it is as new as can be. */
  readonly outdated: ScanFault | null;
};

/** `report` is what must be stored now. Throws only when the signal fires. */
export async function rescanVersion(
  { recipe, previous, stored }: Again,
  { provideAgain, outdated, ...options }: Options,
): Promise<{ readonly report: ScanReport; readonly rescanned: Rescanned }> {
  if (outdated !== null) return keep(stored, outdated.message, options.now);
  const report = await scanRecipe(recipe, previous, { ...options, provide: provideAgain });
  if (report.verdict === 'broken')
    return keep(stored, report.findings[0]?.message ?? 'nothing was scanned', options.now);
  return { report, rescanned: { ...summary(stored, report), ...changes(stored, report), stale: null } };
}

/** Pure: the verdict of before, marked; never a better one. */
function keep(stored: ScanReport, reason: string, now: Date) {
  const since = stored.scan.stale?.since ?? now.toISOString();
  const report = { ...stored, scan: { ...stored.scan, stale: { since, reason } } };
  return { report, rescanned: { ...summary(stored, report), new: [], gone: [], stale: reason } };
}

function summary({ subject, verdict: before }: ScanReport, { verdict: after }: ScanReport) {
  return { recipe: subject.recipe, version: subject.version, before, after };
}

function changes(before: ScanReport, after: ScanReport): Pick<Rescanned, 'new' | 'gone'> {
  const [old, now] = [flawsOf(before), flawsOf(after)];
  return {
    new: [...now].flatMap(([key, flaw]) => (old.has(key) ? [] : [flaw])),
    gone: [...old].flatMap(([key, flaw]) => (now.has(key) ? [] : [flaw])),
  };
}

function flawsOf({ scan }: ScanReport): ReadonlyMap<string, Change> {
  return new Map(
    scan.images.flatMap(({ reference, digest, vulnerabilities }) =>
      vulnerabilities.map(({ id, package: name, severity, fixedIn }) => [
        JSON.stringify([digest, id, name]),
        { image: reference, id, package: name, severity, fixedIn },
      ]),
    ),
  );
}
