import { expect, test } from 'vitest';
import { fullName, parseReference } from '../../scripts/lib/engine/reference.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

test.each([
  ['nginx', 'docker.io/library/nginx:latest'],
  ['nginx:1.29', 'docker.io/library/nginx:1.29'],
  ['nextcloud/all-in-one:1', 'docker.io/nextcloud/all-in-one:1'],
  ['index.docker.io/library/nginx:1', 'docker.io/library/nginx:1'],
  ['ghcr.io/recipe-commons/fossil:2.21-1', 'ghcr.io/recipe-commons/fossil:2.21-1'],
  ['registry.example.org:5000/a/b:c', 'registry.example.org:5000/a/b:c'],
  [`nginx@${DIGEST}`, `docker.io/library/nginx@${DIGEST}`],
  [`nginx:1@${DIGEST}`, `docker.io/library/nginx:1@${DIGEST}`],
])('%s is %s, as Docker reads it', (text, full) => {
  expect(fullName(parseReference(text))).toBe(full);
});

test.each([
  '',
  '-v',
  '--help',
  'img;rm -rf /',
  'nginx@sha256:short',
  'ghcr.io/../../etc/passwd:1',
  'ghcr.io/a//b:1',
  'nginx:$(id)',
  'ngınx:1',
  'a'.repeat(600),
])('%j is no image name', (text) => {
  expect(() => parseReference(text)).toThrow('is no image name');
});

test.each(['169.254.169.254/latest/meta-data:1', '127.0.0.1:5000/x:1', 'localhost/x:1', 'localhost:5000/x:1'])(
  'a recipe cannot make us talk to %s',
  (text) => {
    expect(() => parseReference(text)).toThrow('is an address, not the name of a public registry');
  },
);
