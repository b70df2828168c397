/** What a Trivy understands, read from its own `--help`: names of options changed between releases. Pure. */

import type { DatabaseKind, DatabaseRepository } from './repository.ts';

/** Options of `trivy image` that we use and that not every release has. */
const OPTIONAL = ['--skip-version-check', '--disable-telemetry', '--skip-java-db-update', '--list-all-pkgs'] as const;

export interface Dialect {
  /** Of `OPTIONAL`, those it has. */
  readonly optional: readonly string[];
}

/** Throws when `help` is not of a Trivy that can scan images as we do. */
export function dialectOf(help: string): Dialect {
  const has = (flag: string) => new RegExp(`(?:^|[\\s,])${flag}(?=[\\s=,]|$)`, 'm').test(help);
  const missing = ['--input', '--format', '--scanners', '--cache-dir', '--skip-db-update', '--offline-scan'].filter(
    (flag) => !has(flag),
  );
  if (missing.length > 0) throw new Error(`its "image" command has no ${missing.join(', ')}`);
  return { optional: OPTIONAL.filter(has) };
}

export interface ScanRequest {
  /** An OCI layout, or a folder of files. */
  readonly input: string;
  readonly cache: string;
  readonly output: string;
  readonly limitSeconds: number;
}

/** Offline, by what is on this machine; its own exit code says only whether it worked. */
export function scanArguments({ optional }: Dialect, { input, cache, output, limitSeconds }: ScanRequest): string[] {
  return [
    'image',
    ...['--input', input],
    ...['--cache-dir', cache],
    ...['--format', 'json', '--output', output],
    ...['--scanners', 'vuln,secret,license'],
    ...['--timeout', `${limitSeconds}s`],
    // Quiet, 0.44 says nothing of why it failed.
    ...['--exit-code', '0', '--no-progress'],
    ...['--skip-db-update', '--offline-scan'],
    ...optional,
  ];
}

/** Looks for credentials in the files of a folder; needs no database. `input`: an absolute path. */
export function secretArguments({ optional }: Dialect, { input, cache, output, limitSeconds }: ScanRequest): string[] {
  return [
    'fs',
    ...['--cache-dir', cache],
    ...['--format', 'json', '--output', output],
    ...['--scanners', 'secret'],
    ...['--timeout', `${limitSeconds}s`],
    ...['--exit-code', '0', '--no-progress'],
    ...['--skip-db-update', '--offline-scan'],
    ...optional.filter((flag) => flag === '--skip-version-check' || flag === '--disable-telemetry'),
    input,
  ];
}

/** Downloads a database, and nothing else. */
export function databaseArguments(
  { optional }: Dialect,
  cache: string,
  { fetch, from }: DatabaseKind,
  { location, tls }: DatabaseRepository,
): string[] {
  return [
    'image',
    fetch,
    ...['--cache-dir', cache],
    '--no-progress',
    ...optional.filter((flag) => flag === '--skip-version-check' || flag === '--disable-telemetry'),
    ...(tls ? [] : ['--insecure']),
    ...[from, location],
  ];
}

/** `Version: 0.44.1` → `0.44.1`; some builds say `dev`. */
export function versionOf(output: string): string {
  return /^Version:\s*(\S+)/m.exec(output)?.[1] ?? 'unknown';
}
