/** What programs ask a site for that has pages: where they are, how to search them, which feeds to follow. */
import { versionFolder, wholeAddress } from './addresses.ts';
import { ALL_FEED, recipeFeedPath } from './feed.ts';
import { escapeMarkup } from './markup.ts';
import type { Catalogue, PublishedFile } from './model.ts';

const XML = '<?xml version="1.0" encoding="utf-8"?>\n';
/** The protocol's limit of one file. */
const MOST_ADDRESSES = 50_000;

/** Where each page that a search engine should show lies. `paths`: of all of them. */
export function sitemap(
  { recipes }: Pick<Catalogue, 'recipes'>,
  paths: readonly string[],
  address: string,
): readonly PublishedFile[] {
  const changed = new Map<string, string | undefined>(
    recipes.flatMap(({ name, versions }) => [
      [`r/${name}/`, versions[0]?.published?.publishedAt] as const,
      ...versions.map((version) => [`${versionFolder(version)}/`, version.published?.publishedAt] as const),
    ]),
  );
  const pages = paths.toSorted().map((path) => ({ path, changed: changed.get(path) ?? null }));
  if (pages.length <= MOST_ADDRESSES) return [file('sitemap.xml', addressSet(pages, address))];
  const parts = Array.from({ length: Math.ceil(pages.length / MOST_ADDRESSES) }, (_, index) =>
    file(
      `sitemap-${index + 1}.xml`,
      addressSet(pages.slice(index * MOST_ADDRESSES, (index + 1) * MOST_ADDRESSES), address),
    ),
  );
  const listed = parts.map(({ path }) => `  <sitemap><loc>${at(address, path)}</loc></sitemap>\n`).join('');
  const index = `${XML}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${listed}</sitemapindex>\n`;
  return [file('sitemap.xml', index), ...parts];
}

interface Page {
  readonly path: string;
  /** ISO 8601. */
  readonly changed: string | null;
}

function addressSet(pages: readonly Page[], address: string): string {
  const urls = pages.map(({ path, changed }) => {
    const day = changed === null ? '' : `<lastmod>${escapeMarkup(changed.slice(0, 10))}</lastmod>`;
    return `  <url><loc>${at(address, path)}</loc>${day}</url>\n`;
  });
  return `${XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('')}</urlset>\n`;
}

/** Crawlers may see everything; read by them at the root of a host only. */
export function robots(address: string): PublishedFile {
  return file('robots.txt', `User-agent: *\nAllow: /\nSitemap: ${wholeAddress(address, 'sitemap.xml')}\n`);
}

export function openSearch(address: string): PublishedFile {
  return file(
    'opensearch.xml',
    `${XML}<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>Recipe Commons</ShortName>
  <Description>Libre apps for Docker swarm, with proof</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Language>en</Language>
  <Image width="32" height="32" type="image/svg+xml">${at(address, 'icon.svg')}</Image>
  <Url type="text/html" method="get" template="${at(address, '')}?q={searchTerms}"/>
  <Url type="application/opensearchdescription+xml" rel="self" template="${at(address, 'opensearch.xml')}"/>
</OpenSearchDescription>
`,
  );
}

/** The feed of all, and of each recipe, to be taken into a reader at once. */
export function opml({ recipes }: Pick<Catalogue, 'recipes'>, address: string): PublishedFile {
  const outline = (title: string, feed: string, page: string) =>
    `<outline type="rss" text="${escapeMarkup(title)}" title="${escapeMarkup(title)}" xmlUrl="${at(address, `${feed}.atom`)}" htmlUrl="${at(address, page)}"/>\n`;
  const own = recipes.map(({ name, title }) => `      ${outline(title, recipeFeedPath(name), `r/${name}/`)}`);
  return file(
    'feeds/recipes.opml',
    `${XML}<opml version="2.0">
  <head><title>Recipe Commons</title></head>
  <body>
    ${outline('All recipes', ALL_FEED, '')}    <outline text="Recipes">
${own.join('')}    </outline>
  </body>
</opml>
`,
  );
}

function at(address: string, path: string): string {
  return escapeMarkup(wholeAddress(address, path));
}

function file(path: string, content: string): PublishedFile {
  return { path, content, encoding: 'utf8' };
}
