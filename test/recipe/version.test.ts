import { expect, test } from 'vitest';
import { compareVersions, parseVersion, versionLabel } from '../../scripts/lib/recipe/version.ts';

test('a version has three numbers and the tag of the app', () => {
  expect(parseVersion('1.2.0+2.21-1')).toEqual({ x: 1, y: 2, z: 0, appTag: '2.21-1' });
});

test.each([
  '1.2+3',
  '1.2.3',
  '1.2.3+',
  '01.2.3+4',
  'v1.2.3+4',
  '1.2.3+a/b',
  '1.2.3+..%2f',
  '1.2.3+../x',
  '1.2.3+a b',
  '',
])('%j is none', (text) => expect(parseVersion(text)).toBeNull());

test('versions sort as people count', () => {
  const sorted = ['0.9.0+2.20', '1.0.0+2.3', '1.0.0+2.21-1', '1.0.0+2.21-10', '1.0.10+1', '1.2.0+1', '10.0.0+1'];
  expect(sorted.toReversed().sort(compareVersions)).toEqual(sorted);
  expect(compareVersions('1.0.0+a', '1.0.0+a')).toBe(0);
});

test('a label in list or map form, an empty one is none', () => {
  const labels = (value: unknown) => ({ services: { app: { deploy: { labels: value } } } }) as never;
  expect(versionLabel(labels(['coop-cloud.${STACK_NAME}.version=1.0.0+1']))).toBe('1.0.0+1');
  expect(versionLabel(labels({ 'coop-cloud.${STACK_NAME}.version': '1.0.0+1' }))).toBe('1.0.0+1');
  expect(versionLabel(labels(['coop-cloud.${STACK_NAME}.version=']))).toBeNull();
  expect(versionLabel({ services: {} })).toBeNull();
  expect(versionLabel(undefined)).toBeNull();
});
