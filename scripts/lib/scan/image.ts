/** The scan of an image that no recipe was named for. */
import type { Recipe, ScanReport } from '../types.ts';
import { type ScanOptions, scanRecipe } from './run.ts';

/** `reference`: its whole name. Throws only when the signal fires. */
export async function scanImage(reference: string, options: ScanOptions): Promise<ScanReport> {
  const report = await scanRecipe(around(reference), null, options);
  const digest = report.scan.images[0]?.digest.replace(/^sha256:/, '') ?? '';
  return {
    ...report,
    subject: { recipe: reference, version: null, digest, commit: null, path: reference, image: true },
    scan: { ...report.scan, against: { none: 'it was named by itself' } },
  };
}

/** The recipe that has this image and nothing else: what is judged the same is read the same. */
function around(reference: string): Recipe {
  const compose = [{ file: 'compose.yml', overlay: '', value: { services: { image: { image: reference } } } }];
  return {
    ...{ name: 'image', folder: '', digest: '', commit: null, version: null, metadata: null, compose },
    ...{ files: [], settings: [], secrets: [], configs: [], findings: [] },
  };
}
