/** The search over a thousand recipes: the site's own page, given the facts of a large commons. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../scripts/lib/catalogue/search/facts.ts';
import { makeFacts } from '../catalogue/search/commons.ts';
import { type Opened, open, readPage, SITE } from './site-setup.ts';

const ATTACK = '</script><img src=x onerror=alert(1)>"\'&lt;';
const FACTS = makeFacts(1000);

async function openLarge(recipes: readonly Fact[] = FACTS.recipes): Promise<Opened> {
  const opened = await open('');
  await opened.page.route('**/facts.json', (route) => route.fulfill({ json: { ...FACTS, recipes } }));
  return opened;
}

const settled = ({ page }: Opened, address: string) => page.locator(`#browse[data-shown="${address}"]`).waitFor();

describe('search in a thousand recipes', () => {
  it('finds a wiki that fits 256 MB with restores proven', async () => {
    await using opened = await openLarge();
    const { page } = opened;
    await page.locator('#query').fill('a wiki that fits 256 MB with restores proven');
    await settled(opened, '?q=a+wiki+that+fits+256+MB+with+restores+proven');
    expect(await page.locator('#picked button').allTextContents()).toEqual(['restores proven', 'fits 256 MB']);
    const facts = await page.locator('#cards .facts').allTextContents();
    expect(facts.length).toBeGreaterThan(0);
    for (const text of facts) expect(Number(/(\d+) MiB idle, measured/.exec(text)?.[1])).toBeLessThanOrEqual(256);
    expect(opened.faults).toEqual([]);
  });

  it('turns pages of sixty, and says which', async () => {
    await using opened = await openLarge();
    const { page } = opened;
    await page.locator('#query').fill('e');
    await settled(opened, '?q=e');
    expect(await page.locator('#cards > li').count()).toBe(60);
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Next' }).click();
    await settled(opened, '?q=e&page=2');
    expect(await page.locator('#count').textContent()).toMatch(/^\d+ recipes fit “e”, page 2 of \d+$/);
    expect(await page.evaluate('document.activeElement.id')).toBe('recipes');
    await page.goBack();
    await settled(opened, '?q=e');
  });

  it('helps when nothing is found', async () => {
    await using opened = await openLarge();
    const { page } = opened;
    await page.locator('#query').fill('kyecloakk');
    await settled(opened, '?q=kyecloakk');
    await page.locator('#query').fill('xeycxoaky');
    await settled(opened, '?q=xeycxoaky');
    expect(await page.locator('#count').textContent()).toBe('No recipe fits');
    expect(await page.locator('#nothing').textContent()).toContain('propose or write the recipe');
    await page.getByRole('button', { name: 'Keycloak' }).click();
    await settled(opened, '?q=Keycloak');
    expect(await page.locator('#cards h3 a').allTextContents()).toContain('Keycloak');
  });

  it('shows hostile facts as words', async () => {
    const [first] = FACTS.recipes;
    const hostile = {
      ...(first as Fact),
      name: 'hostile',
      title: ATTACK,
      summary: ATTACK,
      label: ATTACK,
      category: ATTACK,
    };
    await using opened = await openLarge([hostile]);
    await opened.page.goto(
      `${SITE.address}?q=${encodeURIComponent('<img src=x onerror=alert(1)>')}&category=${encodeURIComponent('<b>')}`,
    );
    await opened.page.getByRole('button', { name: 'Show all recipes' }).click();
    await settled(opened, '');
    expect(await opened.page.locator('#cards h3 a').textContent()).toBe(ATTACK);
    expect(await opened.page.locator('#cards img, main b, main script[src=""]').count()).toBe(0);
    expect(opened.faults).toEqual([]);
  });

  it('moves nothing while it loads, and fits the smallest screen', async () => {
    for (const width of [320, 1280]) {
      await using opened = await openLarge();
      const { page } = opened;
      await page.setViewportSize({ width, height: 800 });
      // What the other size moves is no fault of the page.
      await page.evaluate(
        'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn, 50))))',
      );
      await page.evaluate(`window.moved = 0;
        new PerformanceObserver((list) => { for (const { value } of list.getEntries()) window.moved += value; })
          .observe({ type: 'layout-shift' })`);
      await page.locator('#query').focus();
      await page.waitForLoadState('networkidle');
      await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)))');
      expect(await page.evaluate<number>('window.moved')).toBe(0);
      await page.keyboard.type('wiki');
      await settled(opened, '?q=wiki');
      const { scroll, inner } = await page.evaluate<{ scroll: number; inner: number }>(
        '({ scroll: document.documentElement.scrollWidth, inner: innerWidth })',
      );
      expect(scroll).toBeLessThanOrEqual(inner);
    }
  });

  it('answers a key at once', async () => {
    await using opened = await openLarge();
    const { page } = opened;
    await page.locator('#query').fill('warm');
    await settled(opened, '?q=warm');
    const times = await page.evaluate<number[]>(`(async () => {
      const input = document.getElementById('query');
      const browse = document.getElementById('browse');
      const times = [];
      for (const word of ['nextcloud', 'wiki 256 mb', 'alternative to slack', 'nxetcloud', 'zzqqx']) {
        for (let length = 1; length <= word.length; length++) {
          const from = performance.now();
          input.value = word.slice(0, length);
          input.dispatchEvent(new Event('input'));
          const shown = '?' + new URLSearchParams({ q: input.value.trim() });
          while (browse.dataset.shown !== shown) await Promise.resolve();
          browse.getBoundingClientRect();
          times.push(performance.now() - from);
        }
      }
      return times.sort((a, b) => a - b);
    })()`);
    expect(times.length).toBeGreaterThan(40);
    const at = (part: number) => Math.round(times[Math.floor((times.length - 1) * part)] ?? 0);
    process.stdout.write(
      `search: from key to result, laid out: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, most ${at(1)} ms\n`,
    );
  });
});

describe('what the search costs', () => {
  it('is less than 15 KB of script, packed, and says what the page is', async () => {
    const html = await readPage('index.html');
    const size = async (path: string) => gzipSync(await readFile(join(SITE.folder, path))).length;
    const named = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, path = '']) => path);
    const scripts = named(/src="\/(assets\/[^"]+\.js)"/g);
    expect(scripts.length).toBe(1);
    const [script = ''] = scripts;
    expect(await readFile(join(SITE.folder, script), 'utf8')).not.toMatch(/import\s*["'{]|from\s*["']\.\//);
    expect(await size(script)).toBeLessThan(15 * 1024);
    const styles = await Promise.all(named(/href="\/(assets\/[^"]+\.css)"/g).map(size));
    const page = [await size('index.html'), ...styles].reduce((sum, each) => sum + each, 0);
    process.stdout.write(
      `front page: ${page} bytes of HTML and CSS, search ${await size(script)} bytes of script, packed\n`,
    );
  });
});
