/** What a scan came to. Pure. */
import type { Finding, ImageResult, Recipe, ScanReport, Verdict } from '../types.ts';
import { type ScanFault, unavailableFault } from './fault.ts';
import type { Judged } from './judge-recipe.ts';
import type { Scanner } from './scanner.ts';

export const TOOL = { name: 'recipe-commons scan', version: '0.1.0' } as const;

const DAY_MS = 86_400_000;

interface Facts {
  readonly recipe: Recipe;
  readonly policyDigest: string;
  readonly databaseMaxAgeDays: number;
  readonly startedAt: Date;
  readonly durationMs: () => number;
  readonly scanner: Pick<Scanner, 'binary' | 'database'> | null;
}

interface Done extends Judged {
  readonly against: ScanReport['scan']['against'];
}

export function scanReport(facts: Facts & (Done | { readonly fault: ScanFault })): ScanReport {
  const { recipe, policyDigest, databaseMaxAgeDays, startedAt, durationMs, scanner } = facts;
  const done = 'fault' in facts ? null : facts;
  const findings =
    'fault' in facts ? [faultFinding(facts.fault)] : [...facts.unavailable.map(unavailable), ...facts.findings];
  return {
    schema: 'recipe-commons/report/1',
    step: 'scan',
    subject: { recipe: recipe.name, version: recipe.version, digest: recipe.digest, commit: recipe.commit },
    tool: TOOL,
    verdict: verdictOf(facts),
    findings,
    waived: done?.waived ?? [],
    looked: done?.images.length ?? 0,
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(durationMs()),
    scan: {
      scanner:
        scanner === null ? null : { name: 'trivy', version: scanner.binary.version, sha256: scanner.binary.sha256 },
      database: scanner === null ? null : { version: scanner.database.version, updatedAt: scanner.database.updatedAt },
      freshUntil:
        scanner === null
          ? null
          : new Date(Date.parse(scanner.database.updatedAt) + databaseMaxAgeDays * DAY_MS).toISOString(),
      policy: policyDigest,
      against: done?.against ?? { none: 'nothing was scanned' },
      images: done?.images ?? [],
      fixed: (done?.fixed ?? []).map((key) => {
        const [id = '', ...name] = key.split(' ');
        return { id, package: name.join(' ') };
      }),
    },
  };
}

function verdictOf(facts: Done | { readonly fault: ScanFault }): Verdict {
  if ('fault' in facts) return 'broken';
  const isWrong = facts.findings.some(({ severity }) => severity === 'error');
  if (isWrong || facts.unavailable.some(({ missing }) => missing)) return 'fail';
  return facts.unavailable.length > 0 || facts.images.length === 0 ? 'broken' : 'pass';
}

function faultFinding({ kind, message, help }: ScanFault): Finding {
  return { step: 'scan', rule: kind, severity: 'error', message, help, path: null, place: null, data: {} };
}

/** An image that could not be looked at is nobody's clean image; only one that does not exist is the recipe's fault. */
function unavailable({ reference, error, missing }: Extract<ImageResult, { available: false }>): Finding {
  const { kind, help } = unavailableFault(error, missing);
  const message = `Image "${reference}" was not scanned: ${error}`;
  return { step: 'scan', rule: kind, severity: 'error', message, help, path: null, place: null, data: { reference } };
}
