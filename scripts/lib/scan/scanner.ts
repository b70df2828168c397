/** Looks into images: each digest once for all who ask, from the cache where it was seen before. */
import { join } from 'node:path';
import { layOutImage } from '../engine/oci-layout.ts';
import type { Places } from '../places.ts';
import type { ImageResult, Recipe } from '../types.ts';
import { ageInDays, type DatabaseFacts, readDatabase } from './database.ts';
import { fault, ScanError } from './fault.ts';
import type { ImageScan, LayerSecret } from './image-scan.ts';
import { openLanes } from './lanes.ts';
import { openFileLook } from './recipe-files.ts';
import { cycloneDx } from './sbom.ts';
import { readScan, type ScanKey, writeScan } from './store.ts';
import { runTrivy, runTrivyOnFiles } from './trivy.ts';
import { findTrivy, type TrivyBinary } from './trivy-binary.ts';
import { readTrivyReport } from './trivy-report.ts';

export interface Scanner {
  readonly binary: TrivyBinary;
  readonly database: DatabaseFacts;
  key(digest: string): ScanKey;
  /** Throws ScanError. */
  look(image: AvailableImage): Promise<ImageScan>;
  /** Credentials in the files of a recipe. Throws ScanError. */
  lookInto(recipe: Recipe): Promise<readonly LayerSecret[]>;
}

type AvailableImage = Extract<ImageResult, { available: true }>;

export interface ScannerOptions {
  readonly cache: string;
  /** `--trivy`. */
  readonly trivy: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly limitSeconds: number;
  readonly databaseMaxAgeDays: number;
  /** Where scanners may run, shared with whatever else the command does. */
  readonly places: Places;
  /** Whose files will be looked into, all in one start. */
  readonly recipes: readonly Recipe[];
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

/** Throws ScanError when there is no scanner, or no database that is fresh enough to say anything. */
export async function openScanner(options: ScannerOptions): Promise<Scanner> {
  const { cache, signal, limitSeconds, recipes } = options;
  const binary = await findTrivy({ option: options.trivy, env: options.env, cache });
  const database = await freshDatabase(options);
  const inLane = openLanes(cache, options.places, signal);
  const key = (digest: string): ScanKey => ({ digest, database: database.id, scanner: binary.sha256 });
  const looking = new Map<string, Promise<ImageScan>>();
  const scan = async (image: AvailableImage): Promise<ImageScan> => {
    const known = await readScan(cache, key(image.digest));
    if (known !== null) return known;
    return await inLane(async (lane) => {
      options.onProgress(`scanning ${image.reference}`);
      await using layout = await lay(image, cache);
      const raw = await runTrivy(layout.folder, { binary, cache: lane, limitSeconds, signal });
      const seen = read(raw);
      if (seen.imageId !== layout.config) {
        throw new ScanError(
          fault('wrong-image', `asked for the image ${layout.config}, the scanner looked at ${seen.imageId}`),
        );
      }
      const facts = { digest: image.digest, scanner: { name: 'trivy', version: binary.version } };
      await writeScan(cache, key(image.digest), { scan: seen, raw, sbom: cycloneDx(seen, facts) });
      return seen;
    });
  };
  return {
    binary,
    database,
    key,
    lookInto: openFileLook({
      recipes,
      cache,
      // What is known of flaws does not matter to it.
      keyOf: ({ digest }) => ({ ...key(`tree-${digest}`), database: 'none' }),
      run: (folder) =>
        inLane(async (lane) => read(await runTrivyOnFiles(folder, { binary, cache: lane, limitSeconds, signal }))),
    }),
    look(image) {
      const under = looking.get(image.digest) ?? scan(image);
      looking.set(image.digest, under);
      return under;
    },
  };
}

async function freshDatabase({ cache, now, databaseMaxAgeDays }: ScannerOptions): Promise<DatabaseFacts> {
  const database = await readDatabase(join(cache, 'trivy'));
  if (ageInDays(database, now) <= databaseMaxAgeDays) return database;
  const when = database.updatedAt.slice(0, 10);
  const message = `the vulnerability database is of ${when}, older than ${databaseMaxAgeDays} days`;
  throw new ScanError(fault('database-old', message));
}

async function lay({ digest, source }: AvailableImage, cache: string) {
  try {
    return await layOutImage(digest, source === 'stand-in' ? 'stand-ins' : 'images', cache);
  } catch (error) {
    throw new ScanError(
      fault(
        'image-unreadable',
        `the store has not all of ${digest}: ${error instanceof Error ? error.message : error}`,
      ),
    );
  }
}

function read(raw: string): ImageScan {
  try {
    return readTrivyReport(raw);
  } catch (error) {
    throw new ScanError(
      fault('scanner-failed', `the scanner's report cannot be read: ${error instanceof Error ? error.message : error}`),
    );
  }
}
