import { expect, test } from 'vitest';
import { FLAWS, JAVA } from '../../scripts/lib/scan/repository.ts';
import {
  databaseArguments,
  dialectOf,
  scanArguments,
  secretArguments,
  versionOf,
} from '../../scripts/lib/scan/trivy-flags.ts';

const COMMON = [
  '--input string',
  '-f, --format string',
  '--scanners strings',
  '--cache-dir string',
  '--skip-db-update',
  '--offline-scan',
];
const OLD = dialectOf(
  [...COMMON, '--list-all-pkgs', '--skip-java-db-update', '--vuln-type strings']
    .map((each) => `      ${each}`)
    .join('\n'),
);
const NEW = dialectOf(
  [
    ...COMMON,
    '--list-all-pkgs',
    '--skip-java-db-update',
    '--skip-version-check',
    '--disable-telemetry',
    '--pkg-types strings',
  ]
    .map((each) => `      ${each}`)
    .join('\n'),
);
const REQUEST = { input: '/image', cache: '/cache', output: '/out.json', limitSeconds: 60 };

test('an old release gets only the options it has', () => {
  const args = scanArguments(OLD, REQUEST);
  expect(args).toContain('--list-all-pkgs');
  expect(args).not.toContain('--disable-telemetry');
});

test('a current one calls nobody', () => {
  expect(scanArguments(NEW, REQUEST)).toEqual(
    expect.arrayContaining(['--offline-scan', '--skip-db-update', '--skip-version-check', '--disable-telemetry']),
  );
});

test('files are looked at for credentials alone, by a path that is no option', () => {
  const args = secretArguments(NEW, REQUEST);
  expect(args).toEqual(expect.arrayContaining(['fs', '--scanners', 'secret', '--disable-telemetry']));
  expect(args.at(-1)).toBe('/image');
  expect(secretArguments(OLD, REQUEST)).not.toContain('--disable-telemetry');
});

test('the database comes from where it is told, by TLS unless told otherwise', () => {
  const mirror = { location: 'mirror.example.org/trivy-db', tls: true };
  expect(databaseArguments(NEW, '/cache', FLAWS, mirror).slice(-2)).toEqual(['--db-repository', mirror.location]);
  expect(databaseArguments(OLD, '/cache', FLAWS, mirror)).not.toContain('--insecure');
  expect(databaseArguments(OLD, '/cache', FLAWS, { ...mirror, tls: false })).toContain('--insecure');
  expect(databaseArguments(OLD, '/cache', JAVA, mirror)).toEqual(
    expect.arrayContaining(['--download-java-db-only', '--java-db-repository']),
  );
});

test('a program that cannot scan as we do is none', () => {
  expect(() => dialectOf('Usage: true')).toThrow('has no --input, --format');
});

test('its version', () => {
  expect(versionOf('Version: 0.69.3\nVulnerability DB:\n  Version: 2')).toBe('0.69.3');
  expect(versionOf('nonsense')).toBe('unknown');
});
