import { glob } from 'node:fs/promises';
import { createServer } from 'node:net';
import { Ajv } from 'ajv';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { THIS_MACHINE } from '../../scripts/lib/catalogue/publish.ts';
import { PUBLISHED_FILES } from '../../scripts/lib/catalogue/published-files.ts';
import { SCHEMAS } from '../../scripts/lib/catalogue/schemas.ts';
import { atomFaults } from './atom-rules.ts';
import { htmlFiles, NOTES, type Opened, open, openAt, readPage, SITE } from './site-setup.ts';
import { named, readXml } from './xml.ts';

let opened: Opened;
beforeAll(async () => {
  opened = await open('');
});
afterAll(() => opened?.[Symbol.asyncDispose]());

function filesLike(pattern: string): Promise<readonly string[]> {
  return Array.fromAsync(glob(pattern, { cwd: SITE.folder }));
}

/** Where an address that names this machine leads on the site that is served here. */
function here(address: string): string {
  expect(address.startsWith(`${THIS_MACHINE}/`), address).toBe(true);
  return SITE.address + address.slice(THIS_MACHINE.length + 1);
}

describe('files for programs', () => {
  it('are all there that /data/ names, each with its type', async () => {
    for (const { path } of PUBLISHED_FILES.flatMap(({ files }) => files)) {
      const example = path
        .replaceAll('<recipe>', 'notes')
        .replaceAll('<version>', '1.1.0+2.0')
        .replaceAll('<kind>', 'level')
        .replaceAll('<digest>', 'sha256-dddddddddddddddd');
      const { status, headers } = await fetch(SITE.address + example);
      expect(status, example).toBe(200);
      expect(headers.get('content-type'), example).not.toBe('application/octet-stream');
    }
  });

  it('keep to their schemas', async () => {
    const files = (await filesLike('**/*.json')).filter(
      (file) => !file.startsWith('schema/') && !/sbom|evidence|^pagefind|^search-score/.test(file),
    );
    expect(files.length).toBeGreaterThan(40);
    const ajv = new Ajv({ strict: true, allowUnionTypes: true, validateFormats: false });
    const validators = SCHEMAS.map(({ of, schema }) => ({ of, validate: ajv.compile(schema) }));
    for (const file of files) {
      const validate = validators.find(({ of }) => of?.test(file))?.validate;
      expect(validate, file).toBeDefined();
      const value: unknown = JSON.parse(await readPage(file));
      expect(validate?.(value), `${file}: ${JSON.stringify(validate?.errors)}`).toBe(true);
    }
  });
});

describe('feeds', () => {
  it('keep to the rules of Atom, and say the same as JSON Feed', async () => {
    const files = await filesLike('**/*.atom');
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const atom = await readXml(opened.page, await readPage(file));
      expect(atomFaults(atom), file).toEqual([]);
      const json = JSON.parse(await readPage(file.replace(/atom$/, 'json')));
      const told = named(atom, 'entry').map((entry) => [named(entry, 'id')[0]?.text, named(entry, 'updated')[0]?.text]);
      expect(told, file).toEqual(
        json.items.map((item: { id: string; date_modified: string }) => [item.id, item.date_modified]),
      );
      for (const entry of named(atom, 'entry')) {
        const [link] = named(entry, 'link');
        expect((await fetch(here(link?.attributes.href ?? ''))).status, link?.attributes.href).toBe(200);
      }
    }
  });

  it('of a version speak only to those whom it concerns', async () => {
    const titles = async (path: string): Promise<readonly string[]> =>
      JSON.parse(await readPage(`${path}feed.json`)).items.map(({ title }: { title: string }) => title);
    expect(await titles('r/notes/1.0.0+1.0/')).toEqual(['You run 1.0.0+1.0; there is Notes 1.1.0+2.0']);
    expect(await titles(NOTES)).toEqual(['Notes 1.1.0+2.0: 1 known flaw that a newer package repairs']);
    expect(await titles('r/wiki/1.0.0+1.0/')).toEqual(['Wiki 1.0.0+1.0: 1 known flaw used in attacks']);
    expect(await titles('r/board/1.0.0+1.0/')).toEqual([]);
  });

  it('are all in the OPML', async () => {
    const { children } = await readXml(opened.page, await readPage('feeds/recipes.opml'));
    const all = children.flatMap((body) => named(body, 'outline')).flatMap((each) => [each, ...each.children]);
    const feeds = all.flatMap(({ attributes: { xmlUrl } }) => xmlUrl ?? []);
    expect(feeds.length).toBe(7);
    for (const feed of feeds) expect((await fetch(here(feed))).status).toBe(200);
  });
});

describe('for search engines and browsers', () => {
  it('the sitemap names every page once', async () => {
    const { children } = await readXml(opened.page, await readPage('sitemap.xml'));
    const named = children.map(({ children: [loc] }) => here(loc?.text ?? '').slice(SITE.address.length));
    const pages = (await htmlFiles()).filter((file) => !/^404|\/embed\/|\d_\d/.test(file));
    expect([...named].sort()).toEqual(pages.map((file) => file.replace(/index\.html$/, '')).sort());
    expect(await readPage('robots.txt')).toContain(`Sitemap: ${THIS_MACHINE}/sitemap.xml`);
  });

  it('OpenSearch leads to what was searched for', async () => {
    const search = await readXml(opened.page, await readPage('opensearch.xml'));
    const template = named(search, 'Url')[0]?.attributes.template ?? '';
    await opened.page.goto(here(template.replace('{searchTerms}', 'calendars')));
    await opened.page.getByRole('link', { name: 'Cloud', exact: true }).first().waitFor();
    expect(await opened.page.locator('#query').inputValue()).toBe('calendars');
  });

  it('a page says in JSON-LD what it is, which no policy stops', async () => {
    await opened.page.goto(SITE.address + NOTES);
    const text = await opened.page.locator('script[type="application/ld+json"]').textContent();
    const graph = JSON.parse(text ?? '')['@graph'];
    expect(graph.map((each: { '@type': string }) => each['@type'])).toEqual([
      ...['SoftwareApplication', 'SoftwareSourceCode', 'BreadcrumbList'],
    ]);
    for (const { item } of graph[2].itemListElement) expect((await fetch(here(item))).status).toBe(200);
    expect((await fetch(here(graph[0].downloadUrl))).status).toBe(200);
    expect(opened.faults.splice(0)).toEqual([]);
  });
});

describe('badges and cards', () => {
  it.each([
    ['notes', 'level', 'swarm level: 3 deploys'],
    ['notes', 'version', 'recipe: 1.1.0+2.0'],
    ['notes', 'restores', 'restores: not proven'],
    ['wiki', 'level', 'swarm level: failed'],
    ['board', 'level', 'swarm level: rehearsed with stand-ins'],
    ['cloud', 'flaws', 'known flaws: not scanned'],
    ['wiki', 'flaws', 'known flaws: used in attacks'],
    ['draft', 'version', 'recipe: 0.1.0+0.1 (draft)'],
  ])('%s/%s reads "%s"', async (recipe, kind, name) => {
    await opened.page.goto(`${SITE.address}r/${recipe}/badge/${kind}.svg`);
    const shown = await opened.page.evaluate<{ title: string; wide: boolean }>(`({
      title: document.querySelector('title').textContent,
      wide: [...document.querySelectorAll('text')].some((text) => text.getBBox().width > text.previousElementSibling?.getBBox().width),
    })`);
    expect(shown.title).toBe(name);
    const { label, message } = JSON.parse(await readPage(`r/${recipe}/badge/${kind}.json`));
    expect(`${label}: ${message}`).toBe(name);
    expect(opened.faults.splice(0)).toEqual([]);
  });

  it('a card stands in a frame by what oEmbed says of it, without a script', async () => {
    const { html, width, height } = JSON.parse(await readPage('r/notes/oembed.json'));
    expect(html).toContain(`width="${width}" height="${height}"`);
    const [, source = ''] = /src="([^"]+)"/.exec(html) ?? [];
    const card = await fetch(here(source)).then((response) => response.text());
    expect(card).not.toContain('<script');
    await opened.page.setViewportSize({ width, height });
    await opened.page.goto(here(source));
    expect(await opened.page.getByText('1.1.0+2.0 · level 3, deploys').isVisible()).toBe(true);
    const fits =
      'document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth';
    expect(await opened.page.evaluate<boolean>(fits)).toBe(true);
    expect(opened.faults.splice(0)).toEqual([]);
  });
});

it('works from any file server', async () => {
  const port = await freePort();
  const args = ['-m', 'http.server', String(port), '--bind', '127.0.0.1', '--directory', SITE.folder];
  const serving = execa('python3', args, { reject: false });
  try {
    const address = `http://127.0.0.1:${port}/`;
    await expect
      .poll(
        () =>
          fetch(address).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 20_000 },
      )
      .toBe(200);
    await using page = await openAt(address, NOTES);
    await page.page.getByRole('button', { name: /^Copy/ }).first().waitFor();
    await page.page.goto(`${address}r/notes/1.1.0_2.0/`);
    await page.page.waitForURL(`${address}${NOTES}`);
    expect((await fetch(`${address}${NOTES}notes-1.1.0+2.0.tar.gz`)).status).toBe(200);
    expect(page.faults).toEqual([]);
  } finally {
    serving.kill();
    await serving;
  }
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject()));
    });
  });
}
