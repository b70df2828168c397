import { expect, it } from 'vitest';
import { abraCatalogue, splitImage } from '../../scripts/lib/catalogue/abra.ts';
import { buildCatalogue } from '../../scripts/lib/catalogue/build.ts';
import { IMAGE } from '../certificate/sample.ts';
import { NOW, olderVersion, source, version } from './sample.ts';

const ADDRESS = 'https://recipes.example/';

it('is what abra reads: versions ascending, strings for features, no null', async () => {
  const recipes = abraCatalogue(await buildCatalogue(source(version(), olderVersion()), NOW), ADDRESS);
  expect(recipes.notes).toEqual({
    category: 'notes',
    default_branch: 'main',
    description: 'Write things down',
    features: {
      backups: 'Yes',
      email: 'Yes',
      healthcheck: 'Yes',
      image: { image: 'ghcr.io/recipe-commons/notes', rating: '', source: '', url: '' },
      status: 0,
      tests: 'tried locally (unsigned)',
      sso: 'oidc',
    },
    icon: '',
    name: 'notes',
    repository: '',
    ssh_url: '',
    versions: [
      { '1.0.0+1.0': { app: { image: 'ghcr.io/recipe-commons/notes', tag: '2.0', digest: '' } } },
      { '1.1.0+2.0': { app: { image: 'ghcr.io/recipe-commons/notes', tag: '2.0', digest: IMAGE.digest } } },
    ],
    website: 'https://notes.example',
  });
  expect(JSON.stringify(recipes)).not.toContain('null');
});

it('leaves drafts out', async () => {
  const draft = version({ published: null });
  expect(abraCatalogue(await buildCatalogue(source(draft), NOW), ADDRESS)).toEqual({});
  const recipes = abraCatalogue(await buildCatalogue(source(draft, olderVersion()), NOW), ADDRESS);
  expect(recipes.notes?.versions.map((entry) => Object.keys(entry))).toEqual([['1.0.0+1.0']]);
});

it.each([
  ['nginx', 'nginx', ''],
  ['nginx:1.29.1', 'nginx', '1.29.1'],
  ['host:5000/a/b', 'host:5000/a/b', ''],
  ['host:5000/a/b:c@sha256:d', 'host:5000/a/b', 'c'],
])('splits %s', (reference, image, tag) => {
  expect(splitImage(reference)).toEqual({ image, tag });
});
