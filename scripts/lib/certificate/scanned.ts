/** What may be said about the scan of the images that were deployed; level 2 rests on it. */
import type { ScannedFact } from '../types.ts';
import type { Proof } from './levels.ts';

const NEXT = 'Next: npm run scan -- --update-db, then npm run scan.';

/** `passed` only for a fresh scan of exactly the digests that the trial deployed; `failed` whatever its age: nothing repairs itself. */
export function scannedFact({ scan, trial }: Pick<Proof, 'scan' | 'trial'>, now: Date): ScannedFact {
  const used = trial?.trial.images ?? [];
  const absent = used.find(({ available }) => !available);
  if (scan === null) {
    return fact(
      'not-scanned',
      `Not scanned for known flaws${absent === undefined ? `. ${NEXT}` : `: image "${absent.reference}" cannot be had.`}`,
    );
  }
  const { images, freshUntil, stale, database, scanner } = scan.scan;
  if (scan.verdict === 'broken' || images.length === 0) {
    const { rule, message, help } = scan.findings[0] ?? { rule: null, message: 'it looked at nothing', help: NEXT };
    const told = `${message}. ${help}`;
    // Without a scanner or a database nothing can break.
    if (scanner === null || rule === 'java-database-missing')
      return fact('not-scanned', `Not scanned for known flaws: ${told}`);
    return fact('broken', `The scan broke: ${told}`);
  }
  const deployed = used.flatMap((image) => (image.available ? [image.digest] : []));
  const scanned = new Set(images.map(({ digest }) => digest));
  if (deployed.length > 0 && (deployed.length < scanned.size || deployed.some((digest) => !scanned.has(digest)))) {
    return fact(
      'other-images',
      'The scan looked at other images than were deployed: a tag moved. Scan and try it again.',
    );
  }
  if (scan.verdict !== 'pass') {
    const error = scan.findings.find(({ severity }) => severity === 'error');
    return fact('failed', `The scan failed: ${error?.message ?? scan.verdict}. ${error?.help ?? ''}`.trimEnd());
  }
  if (stale !== undefined)
    return fact('stale', `The scan is stale since ${day(stale.since)}: ${stale.reason}. ${NEXT}`);
  if (!(Date.parse(freshUntil ?? '') > now.getTime()))
    return fact('stale', `The scan is of a database of ${day(database?.updatedAt)}, too old by now. ${NEXT}`);
  return fact(
    'passed',
    `Scanned for known flaws with the database of ${day(database?.updatedAt)}, which counts until ${day(freshUntil ?? undefined)}.`,
  );
}

function fact(kind: ScannedFact['kind'], says: string): ScannedFact {
  return { kind, says };
}

function day(date: string | undefined): string {
  return date?.slice(0, 10) ?? 'an unknown day';
}
