import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badgeEndpoint, badgeSvg } from '../../scripts/lib/catalogue/badge.ts';
import { publishCatalogue } from '../../scripts/lib/catalogue/publish.ts';
import { type ServedFolder, serveFolder } from '../../scripts/lib/catalogue/serve.ts';
import { HOSTILE, makeHostileCommons } from '../catalogue/hostile-commons.ts';
import { NOW } from '../certificate/sample.ts';
import { atomFaults } from './atom-rules.ts';
import { type Opened, openAt } from './site-setup.ts';
import { readXml } from './xml.ts';

const { signal } = new AbortController();
const stack = new AsyncDisposableStack();
let folder: string;
let served: ServedFolder;
let opened: Opened;

beforeAll(async () => {
  const { root } = stack.use(await makeHostileCommons());
  folder = join(root, 'out/catalogue');
  await publishCatalogue({ root, folder, base: '/', now: NOW, signal });
  served = stack.use(await serveFolder(folder, { port: 0, signal }));
  opened = stack.use(await openAt(served.address, ''));
});
afterAll(() => stack.disposeAsync());

async function filesLike(pattern: string): Promise<readonly string[]> {
  return (await Array.fromAsync(glob(pattern, { cwd: folder }))).sort();
}

describe('a catalogue of hostile recipes', () => {
  it('has pages that stay whole: no dialog, no request elsewhere, nothing that the policy had to stop', async () => {
    const pages = (await filesLike('**/*.html')).filter((file) => !file.startsWith('rules/') && !/\d_/.test(file));
    expect(pages.length).toBeGreaterThan(30);
    for (const file of pages) {
      await opened.page.goto(served.address + file.replace(/index\.html$/, ''));
      const seen = await opened.page.evaluate<{ h1: number; main: number; strays: string[] }>(`({
        h1: document.querySelectorAll('h1').length,
        main: document.querySelectorAll('body > main').length,
        strays: [
          ...document.querySelectorAll('main script:not([src^="/assets/"]), iframe, object, embed, base, form'),
          ...document.querySelectorAll('main svg [onload], [onerror], [onmouseover], a[href^="javascript"], a[href^="data"]'),
          ...document.querySelectorAll('img[src*="evil"], a[href*="secret@"], a[href*="a:b@"], textarea'),
        ].map((element) => element.outerHTML),
      })`);
      expect(seen, file).toEqual({ h1: 1, main: 1, strays: [] });
      expect(opened.faults.splice(0), file).toEqual([]);
    }
  });

  it('shows the words of a release note as words', async () => {
    await opened.page.goto(`${served.address}r/ends-script/2.0.0+__proto__/`);
    expect(await opened.page.locator('#release').textContent()).toContain('</script><script>alert(1)</script>');
  });

  it('shows no icon that could act', async () => {
    expect(await filesLike('r/*/icon.*')).toEqual([]);
  });

  it('says what a page is in JSON that nothing ends early', async () => {
    for (const path of ['r/ends-script/', 'r/attribute/', 'r/ends-script/2.0.0+__proto__/']) {
      await opened.page.goto(served.address + path);
      const [data, ...more] = await opened.page.locator('script[type="application/ld+json"]').allTextContents();
      expect(more).toEqual([]);
      expect(JSON.parse(data ?? '')['@graph'][0]['@type']).toBe('SoftwareApplication');
    }
    expect(opened.faults.splice(0)).toEqual([]);
  });

  it('links to no address with a password in it', async () => {
    for (const file of await filesLike('**/*.{html,json,atom}')) {
      const text = await readFile(join(folder, file), 'utf8');
      expect(text, file).not.toContain('user:secret@');
    }
  });

  it('has machine files that are still what they are', async () => {
    for (const file of await filesLike('**/*.json')) JSON.parse(await readFile(join(folder, file), 'utf8'));
    for (const file of await filesLike('**/*.{atom,xml,opml,svg}')) {
      const read = await readXml(opened.page, await readFile(join(folder, file), 'utf8'));
      if (file.endsWith('.atom')) expect(atomFaults(read), file).toEqual([]);
    }
  });

  it('keeps a badge within its bounds, whatever it has to say', async () => {
    const svg = badgeSvg({ label: '"/><script>alert(1)</script>', message: HOSTILE.repeat(20), tone: 'bad' });
    const read = await readXml(opened.page, svg);
    expect(read.children.map(({ name }) => name)).toEqual(['title', 'rect', 'rect', 'g']);
    expect(read.attributes['aria-label']?.startsWith('"/><script>alert(1)</script>: </script>')).toBe(true);
    expect(Number(read.attributes.width)).toBeLessThan(620);
    expect(JSON.stringify(badgeEndpoint({ label: 'x', message: HOSTILE, tone: 'bad' })).length).toBeLessThan(200);
    await opened.page.setContent(svg);
    expect(opened.faults.splice(0)).toEqual([]);
  });
});
