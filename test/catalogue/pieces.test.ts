import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { blastRadius } from '../../scripts/lib/catalogue/blast-radius.ts';
import { buildCatalogue } from '../../scripts/lib/catalogue/build.ts';
import { openPieces, readPieces } from '../../scripts/lib/catalogue/pieces.ts';
import { factOf } from '../../scripts/lib/catalogue/search/facts.ts';
import { scanReport } from '../certificate/sample.ts';
import { NOW, olderVersion, source, version } from './sample.ts';

const RULEBOOK = { rules: [], selfTest: { planted: 0, found: 0, of: 0, recipes: [] } };

it('gives back the very catalogue, however it is looked at', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pieces-'));
  try {
    const { recipes: one } = await buildCatalogue(source(version({ scan: scanReport() }), olderVersion()), NOW);
    // More than are remembered at a time.
    const recipes = ['b', 'c', 'a', 'd'].flatMap((name) => one.map((recipe) => ({ ...recipe, name })));
    const rest = {
      rulebook: RULEBOOK,
      security: blastRadius({ recipes }),
      facts: recipes.map(factOf),
      flakes: [],
      address: 'https://recipes.example/',
    };
    const pieces = openPieces(folder);
    recipes.forEach(pieces.add);
    pieces.end(rest);
    const read = readPieces(folder);
    const sorted = recipes.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    expect(JSON.parse(JSON.stringify(read))).toEqual(
      JSON.parse(JSON.stringify({ catalogue: { schema: 'recipe-commons/catalogue/1', recipes: sorted }, ...rest })),
    );
    const [newest] = read.catalogue.recipes[3]?.versions ?? [];
    expect({ ...newest }).toEqual(JSON.parse(JSON.stringify(one[0]?.versions[0])));
    expect(newest !== undefined && 'trial' in newest && newest.trial?.trial.rungs.length).toBe(3);
  } finally {
    await rm(folder, { recursive: true });
  }
});
