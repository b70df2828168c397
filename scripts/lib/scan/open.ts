/** All that scanning needs besides recipes and their images, read once for a whole command. */
import { join } from 'node:path';
import { readExploited } from './exploited.ts';
import { ScanError, type ScanFault } from './fault.ts';
import { readPolicy } from './read-policy.ts';
import type { ScanOptions } from './run.ts';
import { openScanner, type ScannerOptions } from './scanner.ts';

interface OpenOptions extends Omit<ScannerOptions, 'databaseMaxAgeDays'> {
  /** `--policy`. */
  readonly policyFile: string | undefined;
}

/** Where no scanner can be had, the reason takes its place. Throws KnownError for a policy that is none. */
export async function openScan({ policyFile, ...wanted }: OpenOptions): Promise<Omit<ScanOptions, 'provide'>> {
  const { cache, now, signal } = wanted;
  const { policy, digest: policyDigest } = await readPolicy(policyFile);
  const { databaseMaxAgeDays } = policy;
  const scanner = await openScanner({ ...wanted, databaseMaxAgeDays }).catch(faultOf);
  const exploited = await readExploited(join(cache, 'trivy'));
  return { scanner, policy, policyDigest, exploited, now, signal };
}

/** The fault in what was thrown; throws on what is none. */
export function faultOf(error: unknown): ScanFault {
  if (error instanceof ScanError) return error.fault;
  throw error;
}
