/** `--rescan`: every stored scan again, what changed told and written down. */
import { join } from 'node:path';
import type pc from 'picocolors';
import { exitCodeOf } from '../check/summarise.ts';
import { KnownError } from '../command.ts';
import type { ImageStore } from '../engine/engine.ts';
import { writeReport, writeText } from '../report/store.ts';
import type { ScanFault } from '../scan/fault.ts';
import { keepScan } from '../scan/keep.ts';
import { prettyRescan } from '../scan/pretty-rescan.ts';
import { imagesAgain, readAgain } from '../scan/read-again.ts';
import { rescanVersion } from '../scan/rescan.ts';
import type { ScanOptions } from '../scan/run.ts';
import type { RecipeTarget } from '../scan/targets.ts';
import { sideBySide } from '../side-by-side.ts';
import type { Recipe } from '../types.ts';

/** What it came to, from the folder the command ran in. */
export const RESCAN_FILE = 'out/rescan.json';

interface Options extends ScanOptions {
  readonly root: string;
  readonly cache: string;
  readonly store: ImageStore;
  /** How many versions at once. */
  readonly parallel: number;
  /** Why the database could not be fetched. */
  readonly outdated: ScanFault | null;
}

/** Exit code 2 when a version could not be looked at again, 1 when one fails. Throws KnownError when no scan is stored. */
export async function rescanStored(
  targets: readonly RecipeTarget[],
  options: Options,
  colors: ReturnType<typeof pc.createColors>,
): Promise<{ readonly text: string; readonly code: 0 | 1 | 2 }> {
  const { root, cache, scanner, parallel, now } = options;
  const { again, others } = await readAgain(root, targets);
  if (again.length === 0) throw new KnownError('no scan is stored here', 'Run: npm run scan -- --all-versions');
  const outdated = options.outdated ?? ('kind' in scanner ? scanner : null);
  const provideAgain = (recipe: Recipe) => imagesAgain(recipe, options);
  const results = await sideBySide(again, parallel, async (each) => {
    const { report, rescanned } = await rescanVersion(each, { ...options, provideAgain, outdated });
    if (rescanned.stale === null) await keepScan(root, report, scanner, cache);
    else writeReport(root, report);
    return rescanned;
  });
  const unscanned = others.map(({ name, version }) => ({ recipe: name, version }));
  const database = 'kind' in scanner ? null : scanner.database.updatedAt;
  const file = { schema: 'recipe-commons/rescan/1', at: now.toISOString(), database, versions: results, unscanned };
  writeText(join(root, RESCAN_FILE), `${JSON.stringify(file, null, 2)}\n`);
  const verdicts = results.map(({ stale, after }) => (stale === null ? after : 'broken'));
  return { text: prettyRescan(results, unscanned, colors), code: exitCodeOf(verdicts, false) };
}
