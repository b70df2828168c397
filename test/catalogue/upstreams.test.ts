import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../scripts/lib/catalogue/build.ts';
import type { CatalogueRecipe } from '../../scripts/lib/catalogue/model.ts';
import { feedback, feedbackText, groupUpstreams } from '../../scripts/lib/catalogue/upstreams.ts';
import type { Json, Metadata } from '../../scripts/lib/types.ts';
import { NOW, recipe, source, version } from './sample.ts';

async function catalogued(
  app: { readonly [key: string]: Json },
  change: Partial<Metadata> = {},
): Promise<CatalogueRecipe> {
  const metadata = { ...recipe().metadata, ...change } as Metadata;
  const compose = [{ file: 'compose.yml', overlay: '', value: { services: { app } } }];
  const built = await buildCatalogue(source(version({ recipe: recipe({ compose, metadata }) })), NOW);
  return built.recipes[0] as CatalogueRecipe;
}

async function from(name: string, repository: string): Promise<CatalogueRecipe> {
  return { ...(await catalogued({}, { upstream: { repository } })), name };
}

describe('groupUpstreams', () => {
  it('has one page for one project, however its address is written', async () => {
    const recipes = await Promise.all([
      from('a', 'https://code.example/acme/app'),
      from('b', 'https://CODE.example/acme/app.git/'),
      from('c', 'https://other.example/zed'),
    ]);
    expect(groupUpstreams(recipes).map(({ slug, recipes }) => [slug, recipes.map(({ name }) => name)])).toEqual([
      ['acme-app', ['a', 'b']],
      ['zed', ['c']],
    ]);
  });

  it('keeps projects of one name on two hosts apart, and needs a readable recipe.yml', async () => {
    const recipes = await Promise.all([from('a', 'https://one.example/app'), from('b', 'https://two.example/app')]);
    expect(groupUpstreams(recipes).map(({ slug }) => slug)).toEqual(['one-example-app', 'two-example-app']);
    expect(groupUpstreams([{ ...(recipes[0] as CatalogueRecipe), metadata: null }])).toEqual([]);
  });
});

describe('feedback', () => {
  const kinds = (one: CatalogueRecipe) =>
    Object.fromEntries(feedback(one, one.versions[0] as never).map(({ topic, kind }) => [topic, kind]));

  it('wishes for what every packager had to work around', async () => {
    const wished = await catalogued({ image: 'acme/app:latest', healthcheck: { test: ['CMD', 'true'] }, user: 'root' });
    expect(kinds(wished)).toMatchObject({ Healthcheck: 'wish', Root: 'wish', Architectures: 'wish', Tags: 'wish' });
    expect(feedbackText(wished, wished.versions[0] as never)).toContain('- [ ] **Root**: It has to run as root.');
  });

  it('says what is good, and what nobody has looked at', async () => {
    const good = await catalogued({ image: 'acme/app:1.2.3', user: '33:33' }, { architectures: ['amd64', 'arm64'] });
    expect(kinds(good)).toEqual({
      Healthcheck: 'good',
      Root: 'good',
      Architectures: 'good',
      SBOM: 'unknown',
      Tags: 'good',
      'Stop time': 'good',
    });
    expect(feedbackText(good, good.versions[0] as never)).toContain('- [x] **Root**: It runs as 33:33, without root.');
  });
});
