/** Stores what a scan came to, and beside it what each image holds. */
import { join } from 'node:path';
import { reportFolder, writeText } from '../report/store.ts';
import type { ScanReport } from '../types.ts';
import type { ScanFault } from './fault.ts';
import type { Scanner } from './scanner.ts';
import { imageFolder, keepSbom } from './store.ts';

/** Returns the folder. */
export async function keepScan(
  root: string,
  report: ScanReport,
  scanner: Scanner | ScanFault,
  cache: string,
): Promise<string> {
  const { recipe, version, image } = report.subject;
  const folder = image === true ? imageFolder(root, recipe) : reportFolder(root, recipe, version);
  if (!('kind' in scanner)) {
    for (const { digest } of report.scan.images) await keepSbom(cache, scanner.key(digest), folder);
  }
  writeText(join(folder, 'scan.json'), `${JSON.stringify(report, null, 2)}\n`);
  return folder;
}
