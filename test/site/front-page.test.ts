import { describe, expect, it } from 'vitest';
import { open } from './site-setup.ts';

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
