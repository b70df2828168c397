import { expect, test } from 'vitest';
import { locate, locateKey } from '../../scripts/lib/recipe/locate.ts';
import type { Path } from '../../scripts/lib/types.ts';
import { textFile } from './files.ts';

const file = textFile(`# a comment
x-default: &default
  image: "wiki:1.0"
  deploy:
    labels:
      - traefik.enable=true
services:
  app:
    <<: *default
    ports: [{target: 80}]
    environment:
      EMPTY:
  copy: *default
  app2:
    image: a
    image: b
`);

test.each<[string, Path, string, string]>([
  ['a scalar', ['services', 'app2', 'image'], '16:12', '16:5'],
  ['a block collection is shown at its key', ['services', 'app'], '8:3', '8:3'],
  ['a flow collection at its bracket', ['services', 'app', 'ports'], '10:12', '10:5'],
  ['below a flow collection', ['services', 'app', 'ports', 0, 'target'], '10:22', '10:14'],
  ['a merged value where it is written', ['services', 'app', 'image'], '3:10', '3:3'],
  ['a list item below a merged map', ['services', 'app', 'deploy', 'labels', 0], '6:9', '6:9'],
  ['what an alias stands for, at the key that uses it', ['services', 'copy'], '13:3', '13:3'],
  ['below an alias', ['services', 'copy', 'image'], '3:10', '3:3'],
  ['an empty value at its key', ['services', 'app', 'environment', 'EMPTY'], '12:7', '12:7'],
  ['a missing key at the nearest ancestor', ['services', 'app', 'healthcheck', 'test'], '8:3', '8:3'],
  ['a missing list item', ['services', 'app', 'ports', 7], '10:12', '10:5'],
  ['the document', [], '2:1', '2:1'],
  ['nothing at all', ['volumes', 'data'], '2:1', '2:1'],
])('%s', (_name, path, value, key) => {
  const show = ({ file: name, line, column }: ReturnType<typeof locate>) => `${name}:${line}:${column}`;
  expect(show(locate(file, 'recipes/wiki', path))).toBe(`recipes/wiki/compose.yml:${value}`);
  expect(show(locateKey(file, 'recipes/wiki', path))).toBe(`recipes/wiki/compose.yml:${key}`);
});

test('a file that is no YAML is located at its start', () => {
  expect(locate(textFile('a: ['.repeat(20_000)), 'x', ['a'])).toEqual({ file: 'x/compose.yml', line: 1, column: 1 });
});
