import { expect, it } from 'vitest';
import { buildCatalogue } from '../../scripts/lib/catalogue/build.ts';
import { machineFiles } from '../../scripts/lib/catalogue/machine.ts';
import { sha256 } from '../../scripts/lib/certificate/canonical.ts';
import { file, NOW, olderVersion, recipe, source, version } from './sample.ts';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>';

async function files() {
  const files = [...recipe().files, file('icon.svg', SVG)];
  const catalogue = await buildCatalogue(source(version({ recipe: recipe({ files }) }), olderVersion()), NOW);
  return new Map(machineFiles(catalogue, { title: 'schema' }).map(({ path, content }) => [path, content]));
}

it('publishes every file that /data/ promises, and only what is known', async () => {
  expect([...(await files()).keys()]).toEqual([
    'recipes.json',
    'index.json',
    'security.json',
    'schema/recipe.schema.json',
    'schema/report.schema.json',
    'schema/trial-report.schema.json',
    'r/notes/icon.svg',
    'r/notes/facts.json',
    'r/notes/1.1.0+2.0/lint.json',
    'r/notes/1.1.0+2.0/trial.json',
    'r/notes/1.1.0+2.0/certificate.json',
    'r/notes/1.1.0+2.0/files.sha256',
    'r/notes/1.0.0+1.0/files.sha256',
  ]);
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
