import { glob, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { HtmlValidate } from 'html-validate';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishCatalogue } from '../../scripts/lib/catalogue/publish.ts';
import { type ServedFolder, serveFolder } from '../../scripts/lib/catalogue/serve.ts';
import { sha256 } from '../../scripts/lib/certificate/canonical.ts';
import { type Commons, makeCommons } from '../catalogue/commons.ts';
import { NOW } from '../certificate/sample.ts';

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
const NOTES = 'r/notes/1.1.0+2.0/';
const PAGES = [
  '',
  'data/',
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
      expect(html, file).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+="|javascript:|undefined|\[object/);
      expect(html, file).toContain("default-src 'none'; script-src 'self'");
    }
  });

  it('has no dead link', async () => {
    const dead: string[] = [];
    for (const file of await htmlFiles()) {
      const html = await readFile(join(folder, file), 'utf8');
      for (const [, target = ''] of html.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
        if (/^(https?:|mailto:)/.test(target)) continue;
        const url = new URL(target.replaceAll('&amp;', '&'), `${site.address}${file.replace(/index\.html$/, '')}`);
        const response = await fetch(url, { redirect: 'manual' });
        const body = await response.text();
        const anchored = url.hash === '' || body.includes(`id="${url.hash.slice(1)}"`);
        if (response.status !== 200 || !anchored) dead.push(`${file}: ${target}`);
      }
    }
    expect(dead).toEqual([]);
  });

  it('is small: a version with its style below 10 KB, scripts below 15 KB, packed', async () => {
    const size = async (pattern: string) => {
      let total = 0;
      for await (const file of glob(pattern, { cwd: folder }))
        total += gzipSync(await readFile(join(folder, file))).length;
      return total;
    };
    const style = await size('assets/*.css');
    expect(style).toBeGreaterThan(0);
    expect((await size(`${NOTES}index.html`)) + style).toBeLessThan(10_240);
    expect(await size('assets/*.js')).toBeLessThan(15_360);
  });
});

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
    expect(await good.allTextContents()).toEqual(['tried locally (unsigned)']);
    const chips = await opened.page.locator('#cards .chip').allTextContents();
    for (const word of ['failed', 'unverified', 'rehearsed with stand-ins', 'not tried', 'draft']) {
      expect(chips).toContain(word);
    }
  });
});

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

  it('says that nobody scanned for vulnerabilities', async () => {
    await using opened = await open(NOTES);
    expect(await opened.page.locator('.standing').textContent()).toContain('No vulnerability scan has been made');
    expect(await opened.page.locator('#certificate').textContent()).toContain('Not scanned for vulnerabilities');
  });

  it('shows hostile words as words', async () => {
    await using opened = await open('r/hostile/1.0.0+1.0/');
    expect(await opened.page.locator('#proof').textContent()).toContain('</script><script>alert(1)</script>');
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
