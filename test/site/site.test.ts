import { glob, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { HtmlValidate } from 'html-validate';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishCatalogue } from '../../scripts/lib/catalogue/publish.ts';
import { type ServedFolder, serveFolder } from '../../scripts/lib/catalogue/serve.ts';
import { sha256 } from '../../scripts/lib/certificate/canonical.ts';
import { ALL_RULES, lint } from '../../scripts/lib/lint/lint.ts';
import { PLANTERS } from '../../scripts/lib/mutation/planters.ts';
import { readPlanted } from '../../scripts/lib/mutation/read-planted.ts';
import { testGates } from '../../scripts/lib/mutation/run.ts';
import { tally } from '../../scripts/lib/mutation/tally.ts';
import { listRecipes, readRecipes } from '../../scripts/lib/recipe/read.ts';
import { plainText } from '../../scripts/lib/report/plain-text.ts';
import type { Finding, Recipe } from '../../scripts/lib/types.ts';
import { type Commons, makeCommons } from '../catalogue/commons.ts';
import { NOW } from '../certificate/sample.ts';
import { caseFiles, casePublished, recipeOf } from '../lint/fixtures.ts';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const CASES = join(import.meta.dirname, '../fixtures/lint');
const NOTES = 'r/notes/1.1.0+2.0/';
const PAGES = [
  '',
  'data/',
  'security/',
  '404.html',
  'r/notes/',
  NOTES,
  'r/notes/1.1.0_2.0/',
  'r/notes/1.0.0+1.0/',
  'r/wiki/1.0.0+1.0/',
  'r/cloud/1.0.0+1.0/',
  'r/board/1.0.0+1.0/',
  'r/hostile/',
  'r/hostile/1.0.0+1.0/',
  'r/draft/0.1.0+0.1/',
  'rules/',
  'rules/privileged/',
  'rules/missing-compose/',
  'rules/version-already-published-differs/',
  'rules/rule-broken/',
];

const signal = new AbortController().signal;
let commons: Commons;
let folder: string;
let site: ServedFolder;
let browser: Browser;

beforeAll(async () => {
  commons = await makeCommons();
  folder = join(commons.root, 'out/catalogue');
  await publishCatalogue({ root: commons.root, folder, base: '/', now: NOW, signal });
  site = await serveFolder(folder, { port: 0, signal });
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
});
afterAll(async () => {
  await browser?.close();
  await site?.[Symbol.asyncDispose]();
  await commons?.[Symbol.asyncDispose]();
});

interface Opened extends AsyncDisposable {
  readonly page: Page;
  readonly faults: string[];
}

/** Opens a page; every complaint, dialog and request to elsewhere is noted. */
async function open(path: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => faults.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('dialog', async (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(site.address)) faults.push(`foreign request: ${request.url()}`);
  });
  await page.goto(site.address + path, { waitUntil: 'load' });
  return { page, faults, [Symbol.asyncDispose]: () => context.close() };
}

async function htmlFiles(): Promise<readonly string[]> {
  return (await Array.fromAsync(glob('**/*.html', { cwd: folder }))).sort();
}

/** Hash of every file by its path. */
async function filesOf(root: string): Promise<{ readonly [path: string]: string }> {
  const hashes: [string, string][] = [];
  for await (const entry of glob('**/*', { cwd: root, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile()) hashes.push([relative(root, file), sha256(await readFile(file))]);
  }
  return Object.fromEntries(hashes.sort());
}

describe('every page', () => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open('');
  });
  afterAll(() => opened?.[Symbol.asyncDispose]());

  it.each(PAGES)('/%s fits every screen in both schemes, complains of nothing and stays at home', async (path) => {
    await opened.page.goto(site.address + path);
    for (const colorScheme of ['light', 'dark'] as const) {
      await opened.page.emulateMedia({ colorScheme });
      for (const width of [320, 390, 1280, 1600]) {
        await opened.page.setViewportSize({ width, height: 800 });
        const { scroll, inner } = await opened.page.evaluate<{ scroll: number; inner: number }>(
          '({ scroll: document.documentElement.scrollWidth, inner: innerWidth })',
        );
        expect(scroll, `${path} at ${width}`).toBeLessThanOrEqual(inner);
      }
    }
    expect(opened.faults.splice(0)).toEqual([]);
    expect(await opened.page.locator('h1').count()).toBe(1);
    expect(await opened.page.locator('main').count()).toBe(1);
  });

  it('is valid HTML without inline script or style', async () => {
    const files = await htmlFiles();
    expect(files.length).toBeGreaterThan(PAGES.length);
    const validator = new HtmlValidate({ extends: ['html-validate:recommended', 'html-validate:a11y'] });
    for (const file of files) {
      const html = await readFile(join(folder, file), 'utf8');
      const { results } = await validator.validateString(html);
      const messages = results.flatMap((result) => result.messages).map((message) => `${file}: ${message.message}`);
      expect(messages).toEqual([]);
      expect(html, file).not.toMatch(/[">]undefined["<]/);
      // A rule may speak of scripts and of what is undefined; in its markup there must be none.
      const told = /<meta name="description"[^>]*>|(?<=>)[^<]+(?=<)/g;
      const judged = file.startsWith('rules/') ? html.replaceAll(told, '') : html;
      expect(judged, file).not.toMatch(
        /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+="|javascript:|undefined|\[object/,
      );
      expect(html, file).toContain("default-src 'none'; script-src 'self'");
    }
  });

  it('has no dead link', async () => {
    const dead: string[] = [];
    const answers = new Map<string, Promise<{ readonly status: number; readonly body: string }>>();
    const answer = (url: URL) => {
      const address = url.href.replace(/#.*$/, '');
      const asked = answers.get(address) ?? ask(address);
      answers.set(address, asked);
      return asked;
    };
    for (const file of await htmlFiles()) {
      const html = await readFile(join(folder, file), 'utf8');
      for (const [, target = ''] of html.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
        if (/^(https?:|mailto:)/.test(target)) continue;
        const url = new URL(target.replaceAll('&amp;', '&'), `${site.address}${file.replace(/index\.html$/, '')}`);
        const { status, body } = await answer(url);
        const anchored = url.hash === '' || body.includes(`id="${url.hash.slice(1)}"`);
        if (status !== 200 || !anchored) dead.push(`${file}: ${target}`);
      }
    }
    expect(dead).toEqual([]);
  });

  it('is small: a version and each rule with its style below 10 KB, the list of all rules below 14, scripts below 15 KB, packed', async () => {
    const size = async (path: string) => gzipSync(await readFile(join(folder, path))).length;
    const rules = (await htmlFiles()).filter((file) => file.startsWith('rules/'));
    expect(rules.length).toBeGreaterThan(ALL_RULES.length);
    for (const file of [`${NOTES}index.html`, ...rules]) {
      const html = await readFile(join(folder, file), 'utf8');
      const styles = [...html.matchAll(/href="\/(assets\/[^"]+\.css)"/g)].map(([, path = '']) => path);
      expect(styles.length).toBeGreaterThan(0);
      const sizes = await Promise.all([file, ...styles].map(size));
      expect(sum(sizes), file).toBeLessThan(file === 'rules/index.html' ? 14_336 : 10_240);
    }
    const scripts = await Array.fromAsync(glob('assets/*.js', { cwd: folder }));
    expect(sum(await Promise.all(scripts.map(size)))).toBeLessThan(15_360);
  });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

async function ask(address: string): Promise<{ readonly status: number; readonly body: string }> {
  const response = await fetch(address, { redirect: 'manual' });
  return { status: response.status, body: await response.text() };
}

describe('front page', () => {
  it('is complete without a script', async () => {
    await using opened = await open('', { javaScriptEnabled: false });
    expect(await opened.page.locator('#cards > li').count()).toBe(6);
    expect(await opened.page.locator('#query').isVisible()).toBe(false);
    await opened.page.getByRole('link', { name: 'Notes' }).click();
    expect(await opened.page.locator('h1').textContent()).toBe('Notes');
  });

  it('searches names, purposes and tags, and keeps the words in the address', async () => {
    await using opened = await open('');
    const { page } = opened;
    const shown = () => page.locator('#cards > li h3 a').allTextContents();
    await page.keyboard.press('/');
    await page.keyboard.type('fur all');
    expect(await shown()).toEqual(['Board']);
    expect(new URL(page.url()).searchParams.get('q')).toBe('fur all');
    await page.reload();
    expect(await shown()).toEqual(['Board']);
    await page.locator('#query').fill('wiki');
    expect((await shown())[0]).toBe('Wiki');
    await page.locator('#query').fill('calend');
    expect(await shown()).toEqual(['Cloud']);
    expect(await page.locator('#count').textContent()).toBe('1 recipe fits “calend”');
    await page.locator('#query').fill('zzz');
    expect(await shown()).toEqual([]);
    await page.getByRole('button', { name: 'Show all recipes' }).click();
    expect((await shown()).length).toBe(6);
    expect(new URL(page.url()).search).toBe('');
    await page.locator('#query').fill('clou');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/r/cloud/');
    expect(opened.faults).toEqual([]);
  });

  it('never calls proven what is not', async () => {
    await using opened = await open('');
    const good = opened.page.locator('#cards .chip.good');
    expect(await good.allTextContents()).toEqual(['tried locally (unsigned)', 'scanned']);
    const chips = await opened.page.locator('#cards .chip').allTextContents();
    for (const word of ['failed', 'unverified', 'rehearsed with stand-ins', 'not tried', 'draft']) {
      expect(chips).toContain(word);
    }
  });
});

/** What the page of a rule shows of one case, read by a browser from the built HTML. */
interface ShownCase {
  readonly case: string;
  readonly files: readonly {
    readonly path: string;
    readonly version: string | null;
    readonly lines: readonly { readonly number: number; readonly text: string; readonly marker: string | null }[];
  }[];
  readonly says: readonly string[];
  readonly others: readonly string[];
}

const READ_CASES = `
  async (paths) => {
    const cases = [];
    for (const path of paths) {
      const text = await (await fetch('/rules/' + path + '/')).text();
      for (const example of new DOMParser().parseFromString(text, 'text/html').querySelectorAll('.example')) {
        cases.push({
          case: example.dataset.case,
          files: [...example.querySelectorAll('.listing')].map((listing) => ({
            path: listing.dataset.file,
            version: listing.dataset.version ?? null,
            lines: [...listing.querySelectorAll('[data-line]')].map((line) => ({
              number: Number(line.dataset.line),
              text: line.textContent,
              marker: line.matches('mark') ? line.nextElementSibling.textContent : null,
            })),
          })),
          says: [...example.querySelectorAll('.says li')].map((item) =>
            ['.chip', '.place', '.message', '.help'].map((part) => item.querySelector(part).textContent).join(' | '),
          ),
          others: [...example.querySelectorAll('.others li')].map((item) => item.textContent.trim()),
        });
      }
    }
    return cases;
  }`;

describe('rules', () => {
  it('shows cases as they are, and says of them exactly what lint says', async () => {
    await using opened = await open('rules/');
    const ids = ALL_RULES.map(({ id }) => id);
    const shown = await opened.page.evaluate<readonly ShownCase[]>(`(${READ_CASES})(${JSON.stringify(ids)})`);
    expect(new Set(shown.map((each) => each.case.split('/')[0])).size).toBeGreaterThan(ids.length - 8);
    for (const { case: name, files, says, others } of shown) {
      const at = join(CASES, name);
      const recipe = recipeOf(caseFiles(at));
      const { findings } = lint(recipe, { today: '2026-01-01', published: casePublished(at) });
      const own = findings.filter(({ rule }) => rule === name.split('/')[0]);
      expect(own.length > 0, name).toBe(name.includes('/bad/'));
      expect(says, name).toEqual(own.map((finding) => sentence(finding, recipe)));
      const rest = findings.filter((finding) => !own.includes(finding)).map(({ rule }) => rule);
      expect(others, name).toEqual([...new Set(rest)].sort());
      for (const { path, version, lines } of files) {
        const real = version === null ? path : `_published/${version}/${path}`;
        const text = await readFile(join(at, real), 'utf8').catch(() => readFile(join(CASES, '_recipe', path), 'utf8'));
        for (const line of lines) {
          expect(line.text, `${name} ${path}`).toBe(
            plainText((text.split('\n')[line.number - 1] ?? '').replaceAll('\t', ' ')),
          );
          const places = own.flatMap(({ place }) => (isIn(place, path) && place?.line === line.number ? [place] : []));
          expect(line.marker !== null, `${name} ${path}:${line.number}`).toBe(version === null && places.length > 0);
          for (const { column } of version === null ? places : []) expect(line.marker?.[column - 1]).toBe('^');
        }
        const marked = version === null ? own.filter(({ place }) => isIn(place, path)) : [];
        const numbers = lines.map(({ number }) => number);
        expect(numbers.length).toBeLessThanOrEqual(40);
        expect(numbers, `${name} ${path}`).toEqual(
          expect.arrayContaining(marked.slice(0, 1).map(({ place }) => place?.line)),
        );
      }
    }
    expect(opened.faults).toEqual([]);
  });

  it('counts the faults that were planted into these very recipes', async () => {
    await using opened = await open('rules/', { javaScriptEnabled: false });
    const recipes = await readRecipes(commons.root, await listRecipes(commons.root));
    const today = NOW.toISOString().slice(0, 10);
    const { planted, found } = tally(testGates(recipes, { planters: PLANTERS, today, read: readPlanted }).results);
    expect(planted).toBeGreaterThan(100);
    const text = await opened.page.locator('.legend .chip').first().textContent();
    expect(text?.trim()).toBe(`${found} of ${planted} planted faults found`);
    expect(await opened.page.locator('#families li').count()).toBe(ALL_RULES.length);
  });

  it('are found by name, words and severity, and keep the words in the address', async () => {
    await using opened = await open('rules/');
    const { page } = opened;
    const visible = () => page.locator('#families li:visible a').allTextContents();
    await page.keyboard.press('/');
    await page.keyboard.type('engine sock');
    expect(await visible()).toEqual(['engine-socket']);
    expect(await page.locator('#count').textContent()).toBe('1 rule fits “engine sock”');
    await page.reload();
    expect(await visible()).toEqual(['engine-socket']);
    await page.locator('#query').fill('info');
    expect((await visible()).length).toBeGreaterThan(0);
    await page.locator('#query').fill('zzz');
    expect(await visible()).toEqual([]);
    await page.getByRole('button', { name: 'Show all rules' }).click();
    expect((await visible()).length).toBe(ALL_RULES.length);
    expect(new URL(page.url()).search).toBe('');
    await page.locator('#query').fill('privileged');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/rules/privileged/');
    expect(opened.faults).toEqual([]);
  });

  it('are linked from what lint found in a version', async () => {
    await using opened = await open('r/wiki/1.0.0+1.0/');
    const found = opened.page.locator('#proof .says li');
    expect(await found.count()).toBe(2);
    expect(await found.nth(1).getByRole('link').count()).toBe(0);
    await opened.page.getByText('What lint found').click();
    await found.getByRole('link', { name: 'memory-limit-missing' }).click();
    await opened.page.waitForURL('**/rules/memory-limit-missing/');
    await opened.page.getByRole('link', { name: 'Lint rules', exact: true }).click();
    await opened.page.waitForURL('**/rules/');
    expect(opened.faults).toEqual([]);
    const html = await readFile(join(folder, 'rules/privileged/index.html'), 'utf8');
    expect(html).toContain('npm run lint -- --explain privileged');
    expect(html).toContain('rel="next"');
  });
});

function sentence({ severity, message, help, place }: Finding, recipe: Recipe): string {
  const file = (place?.file ?? '').replace(`${recipe.folder}/`, '');
  const isThere = recipe.files.some(({ path }) => path === file);
  return [severity, isThere ? `${file}:${place?.line}:${place?.column}` : file, message, help].join(' | ');
}

function isIn(place: Finding['place'], path: string): boolean {
  return place?.file === `recipes/wiki/${path}`;
}

describe('version page', () => {
  it('shows the very commands the trial ran, readable without a script', async () => {
    await using opened = await open(NOTES, { javaScriptEnabled: false });
    const shown = await opened.page.locator('#install pre code').allTextContents();
    const ran = commons.proven.trial.commands.map(({ script }) => script);
    expect(ran.length).toBeGreaterThan(3);
    expect(shown.slice(-ran.length)).toEqual(ran);
    expect(await opened.page.locator('#install').textContent()).toContain(
      'letter by letter, those that the trial ran on 1 March 2026',
    );
    expect(await opened.page.locator('button').count()).toBe(0);
  });

  it('does not say so of a version whose bytes no trial ran', async () => {
    await using opened = await open('r/notes/1.0.0+1.0/');
    expect(await opened.page.locator('#install').textContent()).toContain('No trial of exactly these bytes');
  });

  it('copies a block as it stands', async () => {
    await using opened = await open(NOTES, { permissions: ['clipboard-read', 'clipboard-write'] });
    const { page } = opened;
    const deploy = commons.proven.trial.commands.find(({ id }) => id === 'deploy');
    await page.getByRole('button', { name: `Copy: ${deploy?.title}` }).click();
    await page.getByText('Copied').first().waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(deploy?.script);
    expect(opened.faults).toEqual([]);
  });

  it('offers a bundle that its own commands check and unpack', async () => {
    const html = await readFile(join(folder, NOTES, 'index.html'), 'utf8');
    const bundle = await readFile(join(folder, NOTES, 'notes-1.1.0+2.0.tar.gz'));
    expect(html).toContain(sha256(bundle));
  });

  it('proves in words, numbers and a picture', async () => {
    await using opened = await open(NOTES);
    const proof = opened.page.locator('#proof');
    const text = (await proof.textContent()) ?? '';
    for (const word of ['deploys', 'passed', '6.4 s', '12 MiB', 'listening on 8080', 'HAProxy', 'no IP_VS']) {
      expect(text).toContain(word);
    }
    const picture = opened.page.getByRole('img', { name: 'Screenshot: The first page' });
    await picture.scrollIntoViewIfNeeded();
    await expect.poll(() => opened.page.evaluate('document.querySelector("#proof img").naturalWidth')).toBe(640);
    const answer = await fetch(`${site.address}${NOTES}evidence/page.html.txt`);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  it.each([
    ['wiki', 'failed', 'exit 127'],
    ['cloud', 'unverified', 'no route to host'],
    ['board', 'rehearsed with stand-ins', 'proves nothing about the app'],
  ])('says of %s: %s, %s', async (name, label, reason) => {
    await using opened = await open(`r/${name}/1.0.0+1.0/`);
    const standing = (await opened.page.locator('.standing').textContent()) ?? '';
    expect(standing).toContain(label);
    expect(standing).toContain(reason);
    expect(await opened.page.locator('.standing.good, .ladder .good, .rung.good').count()).toBe(0);
    expect(await opened.page.locator('#certificate').textContent()).toContain('There is no certificate');
  });

  it('says of a version that nobody scanned just that, never that it is clean', async () => {
    await using opened = await open('r/cloud/1.0.0+1.0/');
    for (const part of ['.standing', '#security']) {
      expect(await opened.page.locator(part).textContent()).toContain('Not scanned for known flaws');
    }
    expect(await opened.page.locator('#security').textContent()).not.toMatch(/no known flaw/i);
  });

  it('shows what can be repaired first, what repairs it, how old the scan is, waivers with reasons, and the SBOM', async () => {
    await using opened = await open(NOTES, { javaScriptEnabled: false });
    const security = opened.page.locator('#security');
    const text = (await security.textContent()) ?? '';
    for (const words of [
      'Scanned for known flaws with the database of 2026-02-28',
      'known on 28 February 2026',
      'ghcr.io/recipe-commons/notes:2.0',
      '3 known flaws, 1 to act on',
      'only a build tool (until 2026-12-31)',
    ]) {
      expect(text.replaceAll(/\s+/g, ' ')).toContain(words);
    }
    const rows = await security.locator('tbody tr').allTextContents();
    expect(rows.map((row) => /CVE-2026-\d+/.exec(row)?.[0])).toEqual([
      'CVE-2026-2003',
      'CVE-2026-2001',
      'CVE-2026-2002',
    ]);
    expect(rows[0]).toContain('fixed by version 3.1');
    expect(rows[1]).toContain('Waived: only a build tool');
    expect(rows[2]).toContain('nobody has repaired it');
    const sbom = await security.getByRole('link', { name: 'What it holds' }).getAttribute('href');
    expect(await (await fetch(new URL(sbom ?? '', site.address))).json()).toEqual({ bomFormat: 'CycloneDX' });
    expect(opened.faults).toEqual([]);
  });

  it('says at once that a scan failed', async () => {
    await using opened = await open('r/wiki/1.0.0+1.0/');
    expect(await opened.page.locator('#security').textContent()).toContain('The scan failed: has CVE-2026-2003.');
  });

  it('tells which versions contain a flaw or an image', async () => {
    await using opened = await open('security/', { javaScriptEnabled: false });
    const row = opened.page.locator('tr', { hasText: 'CVE-2026-2003' });
    expect(await row.locator('td a').allTextContents()).toEqual(['notes 1.1.0+2.0', 'wiki 1.0.0+1.0']);
    expect(await row.locator('th').textContent()).toContain('used in attacks');
    expect(await opened.page.locator('tr', { hasText: 'sha256:dddd' }).locator('td a').allTextContents()).toContain(
      'notes 1.1.0+2.0',
    );
    expect(await opened.page.locator('main').textContent()).toContain('3 of 7 versions');
    const { flaws } = (await (await fetch(`${site.address}security.json`)).json()) as { flaws: readonly object[] };
    expect(flaws[0]).toMatchObject({ id: 'CVE-2026-2003', severity: 'CRITICAL', exploited: true });
  });

  it('shows hostile words as words', async () => {
    await using opened = await open('r/hostile/1.0.0+1.0/');
    expect(await opened.page.locator('#proof').textContent()).toContain('</script><script>alert(1)</script>');
    const security = opened.page.locator('#security');
    expect(await security.textContent()).toContain('fixed by version </script><script>alert(1)</script>');
    expect(await security.locator('a[href^="javascript"], a[download], img, script').count()).toBe(0);
    await opened.page.goto(`${site.address}security/`);
    expect(await opened.page.locator('main').textContent()).toContain('</script><script>alert(1)</script>');
    await opened.page.goto(`${site.address}r/hostile/`);
    expect(await opened.page.locator('img').count()).toBe(0);
    expect(await opened.page.locator('a[href^="javascript"]').count()).toBe(0);
    expect(opened.faults).toEqual([]);
  });
});

describe('build', () => {
  it('gives the same bytes again, and the same site below a sub-path', async () => {
    const again = join(commons.root, 'out/again');
    await publishCatalogue({ root: commons.root, folder: again, base: '/', now: NOW, signal });
    expect(await filesOf(again)).toEqual(await filesOf(folder));
    await publishCatalogue({ root: commons.root, folder: again, base: '/commons/', now: NOW, signal });
    await using mounted = await serveFolder(again, { port: 0, signal, base: '/commons/' });
    const page = await browser.newPage();
    await page.goto(`${mounted.address}${NOTES}`);
    await page.getByRole('link', { name: 'notes-1.1.0+2.0.tar.gz' }).waitFor();
    await page.getByRole('button', { name: /^Copy/ }).first().waitFor();
    await page.getByRole('link', { name: 'Recipes' }).first().click();
    await page.waitForURL(mounted.address);
    expect(await page.locator('#query').isVisible()).toBe(true);
    await page.close();
  });
});
