import { describe, expect, it } from 'vitest';
import { open, SITE } from './site-setup.ts';

const PAIR = 'r/notes/diff/1.0.0+1.0...1.1.0+2.0/';

describe('changes between versions', () => {
  it('says first what to do, then what changes, then whether it was tried, without a script', async () => {
    await using opened = await open(PAIR, { javaScriptEnabled: false });
    const { page } = opened;
    expect(await page.locator('.verdict').textContent()).toContain('Nothing to do: deploy it');
    expect((await page.locator('.changes li').allTextContents()).map((text) => text.trim())).toEqual([
      'changed: app runs ghcr.io/recipe-commons/notes:2.0 instead of ghcr.io/recipe-commons/notes:1.0.',
    ]);
    expect(await page.locator('main').textContent()).toContain('Nothing to do.');
    // Its trial climbed no rung that upgrades.
    expect(await page.locator('aside .chip').textContent()).toBe('unverified');
    expect(await page.locator('aside').textContent()).toContain('did not begin with this one');
  });

  it('is reached from the recipe by the version somebody runs', async () => {
    await using opened = await open('r/notes/', { javaScriptEnabled: false });
    const { page } = opened;
    await page.getByRole('link', { name: 'What changes between versions' }).click();
    expect(await page.locator('details.since summary').allTextContents()).toHaveLength(1);
    expect(await page.locator('#pick').isVisible()).toBe(false);
    await page.getByRole('link', { name: '1.0.0+1.0 to 1.1.0+2.0' }).click();
    expect(page.url()).toBe(SITE.address + PAIR);
    // Where there is nothing to compare, there is no such page and no link to it.
    expect((await fetch(`${SITE.address}r/wiki/diff/`)).status).toBe(404);
  });

  it('compares any two that are picked, in either direction', async () => {
    await using opened = await open('r/notes/diff/');
    const { page } = opened;
    const picked = page.locator('#picked');
    expect(await page.getByLabel('From').inputValue()).toBe('1.0.0+1.0');
    await page.getByLabel('From').selectOption('1.1.0+2.0');
    await page.getByLabel('From').selectOption('1.0.0+1.0');
    await expect
      .poll(() => picked.locator('h2').textContent())
      .toBe('From 1.0.0+1.0 to 1.1.0+2.0: nothing to do: deploy it');
    await page.getByLabel('From').selectOption('1.1.0+2.0');
    await page.getByLabel('to', { exact: true }).selectOption('1.0.0+1.0');
    await expect.poll(() => picked.locator('h2').textContent()).toContain('back up first');
    expect(await picked.textContent()).toContain('1.0.0+1.0 is older');
    expect(opened.faults).toEqual([]);
  });
});
