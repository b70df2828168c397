import { canonicalJson } from '../certificate/canonical.ts';
import { abraCatalogue } from './abra.ts';
import { versionFolder } from './addresses.ts';
import { aliasPage } from './alias.ts';
import { atomFeed } from './atom.ts';
import { badgeEndpoint, badgePath, badgeSvg, badgesOf } from './badge.ts';
import { embedCard, oEmbed } from './embed.ts';
import { type IndexEntry, indexEntry, recipeEntry, versionEntry } from './entries.ts';
import { allFeed, type Feed, type FeedEntry, recipeFeed, versionFeed } from './feed.ts';
import { jsonFeed } from './json-feed.ts';
import type { CatalogueRecipe, CatalogueVersion, Publication, PublishedFile } from './model.ts';
import type { Rulebook } from './rulebook.ts';
import { SCHEMAS } from './schemas.ts';
import { searchFacts } from './search/facts.ts';
import { openSearch, opml, robots } from './site-files.ts';

/** What the files that speak of all recipes take from each: as little as they say of it. */
export interface Gathered {
  readonly index: readonly IndexEntry[];
  readonly news: readonly FeedEntry[];
}

/** Recipe by recipe, for what must not be remembered whole. */
export function openGathering(): {
  readonly add: (recipe: CatalogueRecipe) => void;
  readonly end: () => Gathered;
} {
  const index: IndexEntry[] = [];
  const news: FeedEntry[] = [];
  return {
    add(recipe) {
      index.push(indexEntry(recipe));
      news.push(...recipeFeed(recipe).entries);
    },
    end: () => ({ index, news }),
  };
}

/** What speaks of all recipes. */
export function catalogueFiles(
  { catalogue, rulebook, security, facts, address }: Publication,
  gathered: Gathered,
): readonly PublishedFile[] {
  const index = gathered.index.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return [
    json('recipes.json', abraCatalogue(catalogue, address)),
    json('index.json', { schema: 'recipe-commons/index/1', recipes: index }),
    json('facts.json', searchFacts(facts)),
    json('security.json', { schema: 'recipe-commons/security/1', ...security }),
    ruleFile(rulebook),
    ...SCHEMAS.map(({ path, schema }) => json(path, schema)),
    ...feedFiles(allFeed(gathered.news), address),
    opml(catalogue, address),
    openSearch(address),
    robots(address),
  ];
}

/** What speaks of one recipe and its versions; bundles and evidence are no text of ours, see write.ts. */
export function recipeFiles(recipe: CatalogueRecipe, address: string): readonly PublishedFile[] {
  const folder = `r/${recipe.name}`;
  return [
    ...iconFile(recipe),
    json(`${folder}/recipe.json`, recipeEntry(recipe)),
    ...feedFiles(recipeFeed(recipe), address),
    ...badgesOf(recipe).flatMap(({ id, badge }) => [
      text(`${badgePath(recipe.name, id)}.svg`, badgeSvg(badge)),
      json(`${badgePath(recipe.name, id)}.json`, badgeEndpoint(badge)),
    ]),
    ...embedCard(recipe),
    json(`${folder}/oembed.json`, oEmbed(recipe, address)),
    json(
      `${folder}/compare.json`,
      recipe.versions.map(({ facts }) => facts),
    ),
    ...recipe.versions.flatMap((version) => [
      sumsFile(version),
      json(`${versionFolder(version)}/version.json`, versionEntry(version)),
      ...feedFiles(versionFeed(recipe, version), address),
      ...reportFiles(version),
      ...aliasPage(version),
    ]),
  ];
}

/** The rules without their examples, which are for readers. */
export function ruleFile({ rules, selfTest }: Rulebook): PublishedFile {
  return json('rules.json', {
    schema: 'recipe-commons/rules/1',
    selfTest,
    rules: rules.map(({ bad, good, ...rule }) => ({ ...rule, page: `rules/${rule.id}/` })),
  });
}

function feedFiles(feed: Feed, address: string): readonly PublishedFile[] {
  return [text(`${feed.path}.atom`, atomFeed(feed, address)), json(`${feed.path}.json`, jsonFeed(feed, address))];
}

function iconFile({ name, icon }: CatalogueRecipe): readonly PublishedFile[] {
  return icon === null ? [] : [{ path: `r/${name}/${icon.file}`, content: icon.base64, encoding: 'base64' }];
}

function reportFiles(version: CatalogueVersion): readonly PublishedFile[] {
  const { lint, trial, scan, certificate } = version;
  return Object.entries({ lint, trial, scan, certificate })
    .filter(([, value]) => value !== null)
    .map(([name, value]) => json(`${versionFolder(version)}/${name}.json`, value));
}

/** As `sha256sum --check` reads it. */
function sumsFile(version: CatalogueVersion): PublishedFile {
  const lines = version.files.map(({ path, sha256 }) => `${sha256}  ${path}\n`);
  return text(`${versionFolder(version)}/files.sha256`, lines.join(''));
}

function json(path: string, value: unknown): PublishedFile {
  return text(path, canonicalJson(value));
}

function text(path: string, content: string): PublishedFile {
  return { path, content, encoding: 'utf8' };
}
