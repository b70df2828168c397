import { glob, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { publishCatalogue } from '../../scripts/lib/catalogue/publish.ts';
import { serveFolder } from '../../scripts/lib/catalogue/serve.ts';
import { sha256 } from '../../scripts/lib/certificate/canonical.ts';
import { NOW } from '../certificate/sample.ts';
import { browser, NOTES, SITE } from './site-setup.ts';

const { signal } = new AbortController();

/** Hash of every file by its path. */
async function filesOf(root: string): Promise<{ readonly [path: string]: string }> {
  const hashes: [string, string][] = [];
  for await (const entry of glob('**/*', { cwd: root, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile()) hashes.push([relative(root, file), sha256(await readFile(file))]);
  }
  return Object.fromEntries(hashes.sort());
}

describe('build', () => {
  it('gives the same bytes again, and the same site below a sub-path', async () => {
    const again = join(SITE.root, 'out/again');
    await publishCatalogue({ root: SITE.root, folder: again, base: '/', now: NOW, signal });
    expect(await filesOf(again)).toEqual(await filesOf(SITE.folder));
    await publishCatalogue({ root: SITE.root, folder: again, base: '/commons/', now: NOW, signal });
    await using mounted = await serveFolder(again, { port: 0, signal, base: '/commons/' });
    const page = await browser.newPage();
    await page.goto(`${mounted.address}${NOTES}`);
    await page.getByRole('link', { name: 'notes-1.1.0+2.0.tar.gz' }).waitFor();
    await page.getByRole('button', { name: /^Copy/ }).first().waitFor();
    await page.getByRole('link', { name: 'Recipes' }).first().click();
    await page.waitForURL(mounted.address);
    expect(await page.locator('#query').isVisible()).toBe(true);
    await page.close();
    // It builds the site twice, on however slow a machine.
  }, 300_000);
});
