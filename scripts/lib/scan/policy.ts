/** What counts: thresholds come from `scripts/scan-policy.json`. Pure. */
import type { Finding, VulnerabilitySeverity } from '../types.ts';
import type { Vulnerability } from './image-scan.ts';

export interface Policy {
  /** A repair exists: an error from the day it is known. */
  readonly fixable: readonly VulnerabilitySeverity[];
  /** The same after so many days, and a warning until then. */
  readonly fixableAfterDays: { readonly [severity in VulnerabilitySeverity]?: number };
  readonly exploited: boolean;
  readonly secrets: boolean;
  readonly endOfLife: boolean;
  /** SPDX ids. */
  readonly deniedLicences: readonly string[];
  readonly databaseMaxAgeDays: number;
}

/** By what a flaw is told to be the same in another version. */
export function flawKey({ id, package: name }: Pick<Vulnerability, 'id' | 'package'>): string {
  return `${id} ${name}`;
}

/** What a flaw that nobody excused is; null when it is only counted. */
export function findingOf(
  raw: Pick<Vulnerability, 'fixedIn' | 'severity' | 'published'>,
  exploited: boolean | null,
  policy: Policy,
  now: Date,
): Pick<Finding, 'rule' | 'severity'> | null {
  if (exploited === true && policy.exploited) return { rule: 'vulnerability-exploited', severity: 'error' };
  if (raw.fixedIn === null) return null;
  if (policy.fixable.includes(raw.severity)) return { rule: 'vulnerability-fixable', severity: 'error' };
  const grace = policy.fixableAfterDays[raw.severity];
  if (grace === undefined) return null;
  const known = raw.published === null ? Number.NaN : Date.parse(raw.published);
  const days = (now.getTime() - known) / 86_400_000;
  // Without a date nobody can say that it is new.
  const late = Number.isNaN(days) || days >= grace;
  return { rule: 'vulnerability-fixable', severity: late ? 'error' : 'warning' };
}
