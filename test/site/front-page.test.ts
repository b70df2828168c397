import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { open } from './site-setup.ts';

const CARDS = '#cards > li';

describe('front page', () => {
  it('is complete without a script: every recipe, lists by facet, news', async () => {
    await using opened = await open('', { javaScriptEnabled: false });
    const { page } = opened;
    expect(await page.locator(CARDS).count()).toBe(6);
    expect(await page.locator('#query').isVisible()).toBe(false);
    expect(await page.locator('.news li').allTextContents()).toHaveLength(5);
    const facet = page.locator('#facets a', { hasText: 'level 3 or higher' });
    expect(await facet.locator('.count').textContent()).toBe('1');
    await facet.click();
    expect(await page.locator('h1').textContent()).toBe('Recipes: level 3 or higher');
    expect(await page.locator('#facets a[aria-current=true]').textContent()).toContain('level 3 or higher');
    await page.locator('#cards').getByRole('link', { name: 'Notes' }).click();
    expect(await page.locator('h1').textContent()).toBe('Notes');
  });

  it('searches names, purposes and tags, and keeps the words in the address', async () => {
    await using opened = await open('');
    const { page } = opened;
    const shown = () => page.locator(`${CARDS} h3 a`).allTextContents();
    const searched = (address: string) => page.locator(`#browse[data-shown="${address}"]`).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('fur alle');
    await searched('?q=fur+alle');
    expect(await shown()).toEqual(['Board']);
    await page.waitForURL('**/?q=fur+alle');
    await page.reload();
    await searched('?q=fur+alle');
    expect(await shown()).toEqual(['Board']);
    await page.locator('#query').fill('wiki');
    await searched('?q=wiki');
    expect((await shown())[0]).toBe('Wiki');
    await page.locator('#query').fill('calend');
    await searched('?q=calend');
    expect(await shown()).toEqual(['Cloud']);
    expect(await page.locator('#count').textContent()).toBe('1 recipe fits “calend”');
    await page.locator('#query').fill('borad');
    await searched('?q=borad');
    expect(await page.locator('#count').textContent()).toBe('Nothing is called “borad”; 1 recipe is similar');
    await page.locator('#query').fill('zzz');
    await searched('?q=zzz');
    expect(await shown()).toEqual([]);
    await page.getByRole('button', { name: 'Show all recipes' }).click();
    await searched('');
    expect((await shown()).length).toBe(6);
    expect(new URL(page.url()).search).toBe('');
    await page.locator('#query').fill('clou');
    await searched('?q=clou');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/r/cloud/');
    expect(opened.faults).toEqual([]);
  });

  it('takes facets from the words, joins them with chosen ones, counts what is left, and goes back step by step', async () => {
    await using opened = await open('');
    const { page } = opened;
    const shown = () => page.locator(`${CARDS} h3 a`).allTextContents();
    const searched = (address: string) => page.locator(`#browse[data-shown="${address}"]`).waitFor();
    await page.locator('#query').fill('anywhere to write that fits 256 MB');
    await searched('?q=anywhere+to+write+that+fits+256+MB');
    expect(await shown()).toEqual(['Notes']);
    expect(await page.locator('#count').textContent()).toBe('Nothing has all of these words; 1 recipe has some');
    await page.locator('#query').fill('write 64 MB');
    await searched('?q=write+64+MB');
    expect(await shown()).toEqual(['Notes']);
    const picked = page.locator('#picked');
    expect(await picked.getByRole('button').allTextContents()).toEqual(['fits 64 MB']);
    expect(await page.locator('#facets a', { hasText: 'restores proven' }).count()).toBe(0);
    await page.locator('#facets a', { hasText: 'level 3 or higher' }).click();
    await searched('?q=write+64+MB&level=3');
    await picked.getByRole('button', { name: 'Remove: fits 64 MB' }).click();
    await searched('?q=write&level=3');
    expect(await page.locator('#query').inputValue()).toBe('write');
    expect(await page.evaluate('document.activeElement.id')).toBe('recipes');
    await page.locator('#query').fill('board');
    await searched('?q=board&level=3');
    expect(await shown()).toEqual([]);
    expect(await page.locator('#facets a[data-facet=category] .count').first().textContent()).toBe('0');
    await page.getByRole('button', { name: 'Without “level 3 or higher”: 1' }).click();
    await searched('?q=board');
    expect(await shown()).toEqual(['Board']);
    await page.goBack();
    await searched('?q=board&level=3');
    await page.goBack();
    await searched('?q=write&level=3');
    await page.goBack();
    await searched('?q=write+64+MB&level=3');
    expect(await page.locator('#query').inputValue()).toBe('write 64 MB');
    expect(opened.faults).toEqual([]);
  });

  it('is used by keys alone', async () => {
    await using opened = await open('');
    const { page } = opened;
    const focused = () => page.evaluate<string>('document.activeElement.textContent || document.activeElement.id');
    await page.keyboard.press('Control+k');
    expect(await focused()).toBe('query');
    await page.keyboard.press('ArrowDown');
    const first = await focused();
    expect(first).toBe('Notes');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).not.toBe(first);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe('query');
    await page.keyboard.type('wiki');
    await page.locator('#browse[data-shown="?q=wiki"]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#browse[data-shown=""]').waitFor();
    expect(await page.locator('#query').inputValue()).toBe('');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/r/notes/');
    expect(opened.faults).toEqual([]);
  });

  it('makes the very cards that it came with', async () => {
    await using opened = await open('');
    const { page } = opened;
    const html = () => page.evaluate<string>('document.getElementById("cards").innerHTML');
    const before = await html();
    await page.locator('#query').fill('x');
    await page.locator('#browse[data-shown="?q=x"]').waitFor();
    await page.locator('#query').fill('');
    await page.locator('#browse[data-shown=""]').waitFor();
    expect(await html()).toBe(before);
    expect(before).toContain('Write things down');
  });

  it('searches in a list by facet as it does at home, and finds the way back to it', async () => {
    await using opened = await open('find/level-3/');
    const { page } = opened;
    await page.locator('#query').fill('board');
    await page.locator('#browse[data-shown="?q=board&level=3"]').waitFor();
    expect(await page.locator(CARDS).count()).toBe(0);
    await page.goBack();
    await page.waitForURL('**/find/level-3/');
    await expect.poll(() => page.locator(CARDS).count()).toBe(1);
    expect(opened.faults).toEqual([]);
  });

  it('searches in all texts when asked, and fetches nothing for it before', async () => {
    await using opened = await open('');
    const { page } = opened;
    const fetched: { readonly url: string; readonly bytes: Promise<number> }[] = [];
    page.on('response', (response) => {
      if (response.url().includes('/pagefind/')) fetched.push({ url: response.url(), bytes: packed(response.body()) });
    });
    await page.locator('#query').fill('TITLE');
    await page.locator('#browse[data-shown="?q=TITLE"]').waitFor();
    expect(fetched).toEqual([]);
    await page.getByRole('button', { name: 'Search in all texts for “title”' }).click();
    const found = page.locator('#texts li');
    await found.first().waitFor();
    expect(await found.getByRole('link', { name: 'Notes: settings' }).getAttribute('href')).toBe(
      '/r/notes/1.1.0+2.0/#settings',
    );
    expect(await found.first().locator('mark').first().textContent()).toMatch(/title/i);
    const bytes = (await Promise.all(fetched.map((each) => each.bytes))).reduce((sum, each) => sum + each, 0);
    process.stdout.write(`first search in all texts: ${Math.round(bytes / 1024)} KB packed, ${fetched.length} files\n`);
    expect(bytes).toBeLessThan(150 * 1024);
    expect(opened.faults).toEqual([]);
  });

  it('says so when what it searches in cannot be fetched', async () => {
    await using opened = await open('');
    const { page } = opened;
    await page.route('**/facts.json', (route) => route.abort());
    await page.locator('#query').fill('wiki');
    await page.getByText('The search could not be loaded.').waitFor();
    expect(await page.locator(CARDS).count()).toBe(6);
    await page.unroute('**/facts.json');
    await page.route('**/pagefind/**', (route) => route.abort());
    await page.locator('#query').fill('notes');
    await page.locator('#browse[data-shown="?q=notes"]').waitFor();
    await page.getByRole('button', { name: /Search in all texts/ }).click();
    await page.getByText('The texts could not be fetched.').waitFor();
    expect(await page.getByRole('button', { name: 'Try again' }).isVisible()).toBe(true);
  });

  it('never calls proven what is not', async () => {
    await using opened = await open('');
    const good = opened.page.locator('#cards .chip.good');
    expect(await good.allTextContents()).toEqual(['tried locally (unsigned)', 'scanned']);
    expect(await opened.page.locator('#cards .level').allTextContents()).toHaveLength(1);
    const chips = await opened.page.locator('#cards .chip').allTextContents();
    for (const word of ['failed', 'unverified', 'rehearsed with stand-ins', 'not tried', 'draft']) {
      expect(chips).toContain(word);
    }
  });
});

async function packed(body: Promise<Buffer>): Promise<number> {
  return gzipSync(await body).length;
}
