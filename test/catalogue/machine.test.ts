import { expect, it } from 'vitest';
import { buildCatalogue } from '../../scripts/lib/catalogue/build.ts';
import { sha256 } from '../../scripts/lib/certificate/canonical.ts';
import { file, NOW, olderVersion, recipe, source, version } from './sample.ts';
import { textsOf } from './texts-of.ts';

const ADDRESS = 'https://recipes.example/';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>';

async function files() {
  const files = [...recipe().files, file('icon.svg', SVG)];
  const catalogue = await buildCatalogue(source(version({ recipe: recipe({ files }) }), olderVersion()), NOW);
  return textsOf(catalogue, ADDRESS);
}

it('publishes of a version only what is known', async () => {
  const of = async (version: string) =>
    [...(await files()).keys()]
      .filter((path) => path.startsWith(`r/notes/${version}/`))
      .map((path) => path.split('/')[3]);
  expect(await of('1.1.0+2.0')).toEqual([
    ...['files.sha256', 'version.json', 'feed.atom', 'feed.json', 'lint.json', 'trial.json', 'certificate.json'],
  ]);
  expect(await of('1.0.0+1.0')).toEqual(['files.sha256', 'version.json', 'feed.atom', 'feed.json']);
  expect(await of('1.0.0_1.0')).toEqual(['index.html']);
});

it('publishes reports as the text whose hash the certificate names', async () => {
  const published = await files();
  const certificate = JSON.parse(published.get('r/notes/1.1.0+2.0/certificate.json') ?? '');
  for (const { step, sha256: expected } of certificate.reports) {
    expect(sha256(published.get(`r/notes/1.1.0+2.0/${step}.json`) ?? '')).toBe(expected);
  }
});

it('has an index with one entry per recipe, about its newest version', async () => {
  expect(JSON.parse((await files()).get('index.json') ?? '')).toMatchObject({
    schema: 'recipe-commons/index/1',
    recipes: [{ name: 'notes', version: '1.1.0+2.0', draft: false, standing: 'tried', page: 'r/notes/' }],
  });
});

it('keeps an icon byte by byte', async () => {
  expect(Buffer.from((await files()).get('r/notes/icon.svg') ?? '', 'base64').toString()).toBe(SVG);
});
