/** Every type of page as axe sees it, in both schemes and on both screens, and as it moves while it loads. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { describe, expect, it } from 'vitest';
import { NOTES, open } from './site-setup.ts';

const TYPES = [
  '',
  'data/',
  'security/',
  'status/',
  'prepare/',
  'packagers/',
  'verify/',
  'category/',
  'category/wiki/',
  'upstream/',
  'upstream/app/',
  '404.html',
  'r/notes/',
  'r/board/',
  NOTES,
  'r/wiki/1.0.0+1.0/',
  'r/notes/diff/',
  'r/notes/diff/1.0.0+1.0...1.1.0+2.0/',
  'rules/',
  'rules/privileged/',
];
const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RUN = 'axe.run(document, { resultTypes: ["violations"] })';
/** What of it moved after it was first painted. */
const SHIFTS = `new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => resolve(sum), 100);
})`;

describe('every type of page', () => {
  it.each(TYPES)('/%s has no violation that axe finds, light and dark, folded and unfolded', async (path) => {
    await using opened = await open(path);
    const { page } = opened;
    for (const [colorScheme, width] of [
      ['light', 1280],
      ['dark', 375],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.evaluate(AXE);
      const { violations } = await page.evaluate<AxeResults>(RUN);
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        `${path} ${colorScheme}`,
      ).toEqual([]);
      await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
    }
  });

  it.each(TYPES)('/%s does not move while it loads', async (path) => {
    for (const viewport of [
      { width: 375, height: 812 },
      { width: 1280, height: 800 },
    ]) {
      await using opened = await open(path, { viewport });
      expect(await opened.page.evaluate<number>(SHIFTS), `${path} at ${viewport.width}`).toBe(0);
    }
  });

  it('sees a violation where there is one, and a page that moves', async () => {
    await using opened = await open('status/');
    const { page } = opened;
    await page.evaluate('document.querySelector("main").insertAdjacentHTML("afterbegin", "<img src=\\"/icon.svg\\">")');
    await page.evaluate(AXE);
    const { violations } = await page.evaluate<AxeResults>(RUN);
    expect(violations.map(({ id }) => id)).toContain('image-alt');
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    await page.evaluate('document.querySelector("h1").style.marginTop = "200px"');
    expect(await page.evaluate<number>(SHIFTS)).toBeGreaterThan(0);
  });
});
