import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { HtmlValidate } from 'html-validate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_RULES } from '../../scripts/lib/lint/lint.ts';
import { htmlFiles, NOTES, type Opened, open, readPage, SITE } from './site-setup.ts';

const PAGES = [
  '',
  'data/',
  'security/',
  '404.html',
  'r/notes/',
  NOTES,
  'r/notes/1.0.0+1.0/',
  'r/wiki/1.0.0+1.0/',
  'r/cloud/1.0.0+1.0/',
  'r/board/1.0.0+1.0/',
  'r/hostile/',
  'r/hostile/1.0.0+1.0/',
  'r/draft/0.1.0+0.1/',
  'find/level-3/',
  'r/notes/diff/',
  'r/notes/diff/1.0.0+1.0...1.1.0+2.0/',
  'category/',
  'category/wiki/',
  'upstream/',
  'upstream/app/',
  'status/',
  'prepare/',
  'packagers/',
  'verify/',
  'rules/',
  'rules/privileged/',
  'rules/missing-compose/',
  'rules/version-already-published-differs/',
  'rules/rule-broken/',
];

describe('every page', () => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open('');
  });
  afterAll(() => opened?.[Symbol.asyncDispose]());

  it.each(PAGES)('/%s fits every screen in both schemes, complains of nothing and stays at home', async (path) => {
    await opened.page.goto(SITE.address + path);
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
      const html = await readPage(file);
      const { results } = await validator.validateString(html);
      const messages = results.flatMap((result) => result.messages).map((message) => `${file}: ${message.message}`);
      expect(messages).toEqual([]);
      expect(html, file).not.toMatch(/[">]undefined["<]/);
      // A rule may speak of scripts and of what is undefined; in its markup there must be none.
      const told = /<meta name="description"[^>]*>|(?<=>)[^<]+(?=<)/g;
      const judged = file.startsWith('rules/') ? html.replaceAll(told, '') : html;
      expect(judged, file).not.toMatch(
        /<script(?![^>]*\bsrc=| type="application\/ld\+json")|<style|\sstyle=|\son\w+="|javascript:|undefined|\[object/,
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
      const html = await readPage(file);
      for (const [, target = ''] of html.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
        if (/^(https?:|mailto:)/.test(target)) continue;
        const url = new URL(target.replaceAll('&amp;', '&'), `${SITE.address}${file.replace(/index\.html$/, '')}`);
        const { status, body } = await answer(url);
        const anchored = url.hash === '' || body.includes(`id="${url.hash.slice(1)}"`);
        if (status !== 200 || !anchored) dead.push(`${file}: ${target}`);
      }
    }
    expect(dead).toEqual([]);
  });

  it('is small: a recipe and each rule with its style below 10 KB, a version below 12, the list of all rules below 14, scripts but the search below 15 KB, packed', async () => {
    const size = async (path: string) => gzipSync(await readFile(join(SITE.folder, path))).length;
    const rules = (await htmlFiles()).filter((file) => file.startsWith('rules/'));
    expect(rules.length).toBeGreaterThan(ALL_RULES.length);
    const budgets: { readonly [file: string]: number } = { 'rules/index.html': 14_336, [`${NOTES}index.html`]: 12_288 };
    for (const file of ['r/notes/index.html', `${NOTES}index.html`, ...rules]) {
      const html = await readPage(file);
      const styles = [...html.matchAll(/href="\/(assets\/[^"]+\.css)"/g)].map(([, path = '']) => path);
      expect(styles.length).toBeGreaterThan(0);
      const sizes = await Promise.all([file, ...styles].map(size));
      expect(sum(sizes), file).toBeLessThan(budgets[file] ?? 10_240);
    }
    const scripts = (await Array.fromAsync(glob('assets/*.js', { cwd: SITE.folder }))).filter(
      (path) => !/Browse/.test(path),
    );
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
