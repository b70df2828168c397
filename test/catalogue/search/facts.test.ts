import { brotliCompressSync } from 'node:zlib';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../../scripts/lib/catalogue/build.ts';
import type { CatalogueRecipe, VersionSource } from '../../../scripts/lib/catalogue/model.ts';
import { card, toHtml } from '../../../scripts/lib/catalogue/search/card.ts';
import { type Fact, factOf, searchFacts } from '../../../scripts/lib/catalogue/search/facts.ts';
import { factsSchema } from '../../../scripts/lib/catalogue/search/facts-schema.ts';
import { pagination } from '../../../scripts/lib/catalogue/search/pagination.ts';
import { publishedTexts } from '../../../scripts/lib/catalogue/texts.ts';
import { ALL_RUNGS, NOW, rung, scanReport, trialReport } from '../../certificate/sample.ts';
import { file, olderVersion, recipe, source, version } from '../sample.ts';
import { makeFacts } from './commons.ts';

const valid = new Ajv({ allowUnionTypes: true }).compile(factsSchema);
const newestFact = async (...versions: readonly VersionSource[]) => {
  const { recipes } = await buildCatalogue(source(...versions), NOW);
  return factOf(recipes[0] as CatalogueRecipe);
};

describe('facts', () => {
  it('say of a recipe what is known of its newest version', async () => {
    expect(await newestFact(version({ scan: scanReport() }), olderVersion())).toEqual({
      name: 'notes',
      title: 'Notes',
      summary: 'Write things down',
      category: 'notes',
      tags: ['documentation'],
      licence: 'AGPL-3.0-or-later',
      version: '1.1.0+2.0',
      standing: 'tried',
      label: 'tried locally (unsigned)',
      level: 3,
      rungs: ['deploys', 'answers', 'removes'],
      scanned: 'passed',
      sso: ['oidc'],
      email: true,
      architectures: ['amd64'],
      memory: null,
      services: 1,
      published: '2026-02-01',
      maintainers: ['Ada'],
      deprecated: false,
      icon: null,
    });
  });

  it('tell that nobody scanned beside what the trial proved', async () => {
    const fact = await newestFact(version(), olderVersion());
    expect(fact).toMatchObject({ level: 1, rungs: ['deploys', 'answers', 'removes'], scanned: 'not-scanned' });
    expect(toHtml(card(fact, '/'))).toContain('level 1, linted; 3 rungs pass');
  });

  it('call nothing proven or measured while no certificate holds', async () => {
    const rungs = [rung('deploys', { measures: { memoryIdleBytes: 3_000_000 } }), ...ALL_RUNGS.slice(1)];
    const unproven = { level: null, rungs: [], memory: null };
    expect(await newestFact(version({ trial: trialReport({ rungs }), certificate: null }))).toMatchObject(unproven);
    expect(await newestFact(olderVersion())).toMatchObject({ ...unproven, standing: 'untried' });
  });

  it('are as their schema says, also of a recipe that cannot be read, and the schema notices what is not', async () => {
    const facts = searchFacts([await newestFact(version({ recipe: recipe({ metadata: null }) }))]);
    expect(valid(facts), JSON.stringify(valid.errors)).toBe(true);
    expect(valid(makeFacts(1000)), JSON.stringify(valid.errors)).toBe(true);
    expect(valid({ ...facts, recipes: [{ ...facts.recipes[0], memory: '12' }] })).toBe(false);
  });

  it('of a thousand recipes are less than 60 KB, packed', () => {
    const bytes = brotliCompressSync(JSON.stringify(makeFacts(1000))).length;
    process.stdout.write(`facts of 1000 recipes: ${bytes} bytes, packed\n`);
    expect(bytes).toBeLessThan(60 * 1024);
  });
});

describe('a card', () => {
  it('is escaped wherever a recipe speaks', () => {
    const [first] = makeFacts(1).recipes;
    const attack = `"'><script>alert(1)</script>&amp;`;
    const html = toHtml(card({ ...(first as Fact), name: attack, title: attack, summary: attack, label: attack }, '/'));
    expect(html).not.toMatch(/<script|"'>/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;');
  });

  it('speaks in numbers only of what was measured', () => {
    const [first] = makeFacts(1).recipes;
    const text = (change: Partial<Fact>) => toHtml(card({ ...(first as Fact), ...change }, '/'));
    expect(text({ memory: 12, level: 5 })).toContain('12 MiB idle, measured');
    expect(text({ memory: null, level: null })).not.toMatch(/MiB|level/);
  });
});

describe('pages of a list', () => {
  it('are named around the one shown, first and last always', () => {
    const pages = pagination(6, 20, (page) => `/page/${page}/`);
    const words = toHtml(pages ?? { tag: 'p' }).replace(/<[^>]*>/g, ' ');
    expect(words.trim().split(/\s+/)).toEqual(['Previous', '1', '…', '4', '5', '6', '7', '8', '…', '20', 'Next']);
    expect(pagination(1, 1, String)).toBeNull();
  });
});

describe('texts to search in', () => {
  it('are documentation, settings and release notes, without the marks of Markdown', async () => {
    const files = [
      file('README.md', '# Notes\n\nSee **bold** [words](https://notes.example) & `code <x>`.\n'),
      file('compose.yml', 'services: {}\n'),
      file('release/1.1.0+2.0', 'Back up *first*.\n'),
    ];
    const { recipes } = await buildCatalogue(source(version({ recipe: recipe({ files }) })), NOW);
    const texts = recipes.flatMap(publishedTexts);
    expect(texts.map(({ part, path, text }) => [part, path, text])).toEqual([
      ['documentation', 'r/notes/', 'Write things down. See bold words & code <x> .'],
      ['settings', 'r/notes/1.1.0+2.0/#settings', 'DOMAIN. Where it answers'],
      ['release notes', 'r/notes/', '1.1.0+2.0: Back up first .'],
    ]);
  });
});
