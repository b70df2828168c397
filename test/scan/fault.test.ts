import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { faultOf, unavailableFault } from '../../scripts/lib/scan/fault.ts';

const ENDED = { exitCode: 1, timedOut: false };

/** What releases from 0.29 to 0.6x print for each; the time and the colours are theirs. */
test.each([
  ['2026-11-27T11:08:56.555Z\t\u001b[31mERROR\u001b[0m\tThe first run cannot skip downloading DB', 'database-missing'],
  [
    '2024-10-02T09:00:00Z\tFATAL\tFatal error\tinit error: DB error: database error: --skip-db-update cannot be specified on the first run',
    'database-missing',
  ],
  [
    "ERROR\tUnable to initialize the Java DB: Java DB update error: '--skip-java-db-update' cannot be specified on the first run",
    'java-database-missing',
  ],
  [
    'ERROR\tThe local DB has an old schema version which is not supported by the current version of Trivy CLI. DB needs to be updated.',
    'database-old',
  ],
  [
    'FATAL\timage scan error: scan error: unable to initialize a scanner: failed to open DB: invalid database',
    'database-corrupt',
  ],
  [
    'FATAL\tinit error: DB error: failed to download vulnerability DB: database download error: OCI artifact error: GET https://ghcr.io/v2/aquasecurity/trivy-db/manifests/2: TOOMANYREQUESTS: retry-after: 1.0ms',
    'rate-limit',
  ],
  [
    'FATAL\tinit error: DB error: failed to download vulnerability DB: Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io: no such host',
    'database-download',
  ],
  [
    'FATAL\tunable to find the specified image "x:1" in ["remote"]: GET https://index.docker.io/v2/x/manifests/1: UNAUTHORIZED: authentication required',
    'registry-auth',
  ],
  ['FATAL\tGET https://index.docker.io/v2/library/x/manifests/1: MANIFEST_UNKNOWN: manifest unknown', 'image-missing'],
  [
    'FATAL\tCannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    'engine',
  ],
  ['FATAL\timage scan error: scan error: failed analysis: analyze error: context deadline exceeded', 'timeout'],
  ['2026-11-27T11:28:43.735Z\t\u001b[33mWARN\u001b[0m\tIncrease --timeout value', 'timeout'],
  ['FATAL\tfailed to analyze layer: write /tmp/fanal-1: no space left on device', 'disk-full'],
  ['FATAL\tunable to open /image/index.json as an OCI Image: unexpected EOF', 'image-unreadable'],
  ['', 'scanner-failed'],
  ['2026-11-27T11:28:37.188Z\tINFO\tSecret scanning is enabled', 'scanner-failed'],
])('%s → %s', (output, kind) => {
  const found = faultOf(ENDED, output);
  expect(found.kind).toBe(kind);
  expect(stripVTControlCharacters(found.message)).toBe(found.message);
  expect(found.message).not.toMatch(/T\d\d:\d\d|^(?:FATAL|ERROR|WARN|INFO)/);
  expect(found.help).not.toBe('');
});

test('a failure without a word says how it ended', () => {
  expect(faultOf(ENDED, '').message).toBe('the scanner ended with exit code 1 without a word');
  expect(faultOf({ exitCode: 3, timedOut: false }, 'FATAL\todd').message).toBe(
    'the scanner ended with exit code 3: odd',
  );
});

test('what could be better a little later may be tried again, and nothing else', () => {
  expect(faultOf(ENDED, 'TOOMANYREQUESTS').retry).toBe(true);
  expect(faultOf(ENDED, 'UNAUTHORIZED').retry).toBe(false);
});

test.each([
  ['rate limit of the registry reached', false, 'rate-limit'],
  ['access denied: the image does not exist or is private', false, 'registry-auth'],
  ['lookup codeberg.org: no such host', false, 'registry-unreachable'],
  ['connect 127.0.0.1:1: connection refused', false, 'registry-unreachable'],
  ['build failed: E: no such package', false, 'image-unavailable'],
  ['manifest unknown: the registry has no such image', true, 'image-missing'],
])('an image that could not be had: %s', (error, missing, kind) => {
  expect(unavailableFault(error, missing).kind).toBe(kind);
});
