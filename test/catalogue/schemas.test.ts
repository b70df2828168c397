import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../scripts/lib/catalogue/build.ts';
import { PUBLISHED_FILES } from '../../scripts/lib/catalogue/published-files.ts';
import { SCHEMAS } from '../../scripts/lib/catalogue/schemas.ts';
import { scanReport } from '../certificate/sample.ts';
import { NOW, olderVersion, source, version } from './sample.ts';
import { textsOf } from './texts-of.ts';

const ADDRESS = 'https://recipes.example/commons/';

async function published(): Promise<ReadonlyMap<string, string>> {
  const catalogue = await buildCatalogue(source(version({ scan: scanReport() }), olderVersion()), NOW);
  return textsOf(catalogue, ADDRESS);
}

/** `date-time` is left to the test of feeds. */
function validator(schema: object): ValidateFunction {
  return new Ajv({ strict: true, allowUnionTypes: true, validateFormats: false }).compile(schema);
}

const files = await published();

describe.each(SCHEMAS.filter(({ of }) => of !== null))('$path', ({ path, of, schema }) => {
  const described = [...files].filter(([name]) => of?.test(name));

  it('is published, and holds for every file it describes', () => {
    expect(JSON.parse(files.get(path) ?? 'null')).toEqual(JSON.parse(JSON.stringify(schema)));
    expect(described.length).toBeGreaterThan(0);
    const validate = validator(schema);
    for (const [name, content] of described) {
      expect(validate(JSON.parse(content)), `${name}: ${JSON.stringify(validate.errors)}`).toBe(true);
    }
  });

  it('refuses a file that lacks what it promises', () => {
    const validate = validator(schema);
    const [, content = ''] = described[0] ?? [];
    const keys = Object.keys(JSON.parse(content));
    const damaged = keys.map((key) => ({ ...JSON.parse(content), [key]: 7 }));
    expect(damaged.filter((value) => !validate(value)).length).toBeGreaterThan(0);
    expect(validate(null)).toBe(false);
  });
});

it('every JSON file has its schema', () => {
  const bare = [...files.keys()].filter((name) => name.endsWith('.json') && !name.startsWith('schema/'));
  expect(bare.filter((name) => !SCHEMAS.some(({ of }) => of?.test(name)))).toEqual([]);
});

it('all that /data/ names is there, and the schema it names is the one that describes it', () => {
  const example = (path: string) =>
    path
      .replaceAll('<recipe>', 'notes')
      .replaceAll('<version>', '1.1.0+2.0')
      .replaceAll('<kind>', 'level')
      .replace(/\/$/, '/index.html');
  const named = PUBLISHED_FILES.flatMap((group) => group.files);
  // Bundles, SBOMs and the score are copied, the sitemap is made of the pages; the site's test asks for them.
  const ours = named.filter(({ path }) => !/\.tar\.gz$|\/sbom\/|search-score|sitemap/.test(path));
  expect(ours.map(({ path }) => example(path)).filter((path) => !files.has(path))).toEqual([]);
  for (const { path, schema } of named.filter((file) => file.schema !== undefined)) {
    const describing = SCHEMAS.filter(({ of }) => of?.test(example(path))).map((each) => each.path);
    expect(describing, path).toEqual([`schema/${schema}.schema.json`]);
  }
});
