import { expect, test } from 'vitest';
import { archivesIn } from '../../scripts/lib/engine/apt-sources.ts';
import { suiteOf } from '../../scripts/lib/engine/base.ts';
import { baseImages } from '../../scripts/lib/engine/dockerfile.ts';
import { imageSize, parseManifest, platformDigest } from '../../scripts/lib/engine/manifest.ts';
import { parseMirrors } from '../../scripts/lib/engine/mirrors.ts';
import { pullSources } from '../../scripts/lib/engine/pull.ts';
import { explainPullError } from '../../scripts/lib/engine/pull-error.ts';
import { parseReference } from '../../scripts/lib/engine/reference.ts';

test('the bases of a Dockerfile are its foreign FROM lines', () => {
  const dockerfile = [
    '# FROM commented:1',
    'FROM --platform=linux/amd64 debian:bookworm-slim AS build',
    'RUN echo FROM inside:1',
    'from build as second',
    'FROM scratch',
    'FROM nginx:1.29',
  ];
  expect(baseImages(dockerfile.join('\n'))).toEqual(['debian:bookworm-slim', 'nginx:1.29']);
});

test('a base that is only known while building is refused', () => {
  expect(() => baseImages('ARG X=1\nFROM debian:$X')).toThrow("write the image's name out");
});

test.each([
  ['debian:bookworm-slim', 'bookworm'],
  ['docker.io/library/debian:trixie-slim', 'trixie'],
  ['debian:bookworm', null],
  ['ghcr.io/library/debian:bookworm-slim', null],
  [`debian:bookworm-slim@sha256:${'0'.repeat(64)}`, null],
])('%s can be made of suite %s', (name, suite) => {
  expect(suiteOf(parseReference(name))).toBe(suite);
});

test.each([
  [
    'time="2026-11-23T03:02:46Z" level=fatal msg="Error parsing image name \\"docker://docker.io/library/debian:1\\": pinging container registry registry-1.docker.io: Get \\"https://registry-1.docker.io/v2/\\": dial tcp: lookup registry-1.docker.io on 192.0.2.53:53: no such host"',
    'lookup registry-1.docker.io: no such host',
    true,
  ],
  [
    'time="x" level=fatal msg="Error parsing image name \\"docker://127.0.0.1:1/x:1\\": pinging container registry 127.0.0.1:1: Get \\"http://127.0.0.1:1/v2/\\": dial tcp 127.0.0.1:1: connect: connection refused"',
    'connect 127.0.0.1:1: connection refused',
    true,
  ],
  [
    'time="x" level=fatal msg="Error parsing image name \\"docker://docker.io/library/x:1\\": reading manifest 1 in docker.io/library/x: manifest unknown: manifest unknown"',
    'manifest unknown: the registry has no such image',
    false,
  ],
  [
    'time="x" level=fatal msg="reading manifest 1 in docker.io/a/b: requested access to the resource is denied"',
    'access denied: the image does not exist or is private',
    false,
  ],
  [
    'time="x" level=fatal msg="reading manifest 1: toomanyrequests: pull rate limit"',
    'rate limit of the registry reached',
    true,
  ],
  ['', 'skopeo failed without a word', false],
])('a failed pull is told in one line', (output, message, unreachable) => {
  const missing = message.startsWith('manifest unknown') ? { missing: true } : {};
  expect(explainPullError(output)).toEqual({ message, unreachable, ...missing });
});

test('mirrors come before the registry itself, and only for their own host', () => {
  const mirrors = parseMirrors('docker.io=http://127.0.0.1:5000/hub/, ghcr.io=https://mirror.example.org');
  expect(pullSources(parseReference('nginx:1'), mirrors)).toEqual([
    { repository: '127.0.0.1:5000/hub/library/nginx', tls: false },
    { repository: 'docker.io/library/nginx', tls: true },
  ]);
  expect(() => parseMirrors('docker.io=127.0.0.1')).toThrow('"docker.io=127.0.0.1" in COMMONS_MIRROR is no mirror');
});

test('the archives of a machine are read from both kinds of source files', () => {
  const text =
    'deb [arch=amd64] https://deb.example.org/debian bookworm main\n# deb http://old.example.org x\nURIs: http://deb.debian.org/debian http://security.debian.org/x';
  expect(archivesIn(text).map(({ host }) => host)).toEqual([
    'deb.example.org',
    'deb.debian.org',
    'security.debian.org',
  ]);
});

test('an index leads to the image of this platform, or says that there is none', () => {
  const amd64 = { digest: 'sha256:1', size: 1, platform: { os: 'linux', architecture: 'amd64' } };
  const manifest = parseManifest(Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [amd64] })));
  if (manifest.kind !== 'index') throw new Error('an index was expected');
  expect(platformDigest(manifest.manifests, 'x64')).toBe('sha256:1');
  expect(() => platformDigest(manifest.manifests, 'arm64')).toThrow('there is no image for linux/arm64');
});

test('the size of an image is what a hoster downloads', () => {
  const layer = { digest: 'sha256:2', size: 100 };
  const text = JSON.stringify({ schemaVersion: 2, config: { digest: 'sha256:1', size: 10 }, layers: [layer, layer] });
  const manifest = parseManifest(Buffer.from(text));
  expect(manifest.kind === 'image' && imageSize(manifest)).toBe(210);
  expect(() => parseManifest(Buffer.from('{"schemaVersion":1}'))).toThrow('neither Docker schema 2 nor OCI');
});
