import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../scripts/lib/certificate/canonical.ts';
import { NOTES, open, readPage, SITE } from './site-setup.ts';

describe('version page', () => {
  it('shows the very commands the trial ran, readable without a script', async () => {
    await using opened = await open(NOTES, { javaScriptEnabled: false });
    const shown = await opened.page.locator('#plain pre code').allTextContents();
    const ran = SITE.ran.map(({ script }) => script);
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
    const deploy = SITE.ran.find(({ id }) => id === 'deploy');
    await page.getByRole('button', { name: `Copy: ${deploy?.title}` }).click();
    await page.getByText('Copied').first().waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(deploy?.script);
    expect(opened.faults).toEqual([]);
  });

  it('offers a bundle that its own commands check and unpack', async () => {
    const html = await readPage(`${NOTES}index.html`);
    const bundle = await readFile(join(SITE.folder, NOTES, 'notes-1.1.0+2.0.tar.gz'));
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
    const answer = await fetch(`${SITE.address}${NOTES}evidence/page.html.txt`);
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
    expect(await (await fetch(new URL(sbom ?? '', SITE.address))).json()).toEqual({ bomFormat: 'CycloneDX' });
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
    const { flaws } = (await (await fetch(`${SITE.address}security.json`)).json()) as { flaws: readonly object[] };
    expect(flaws[0]).toMatchObject({ id: 'CVE-2026-2003', severity: 'CRITICAL', exploited: true });
  });

  it('shows hostile words as words', async () => {
    await using opened = await open('r/hostile/1.0.0+1.0/');
    expect(await opened.page.locator('#proof').textContent()).toContain('</script><script>alert(1)</script>');
    const security = opened.page.locator('#security');
    expect(await security.textContent()).toContain('fixed by version </script><script>alert(1)</script>');
    expect(await security.locator('a[href^="javascript"], a[download], img, script').count()).toBe(0);
    await opened.page.goto(`${SITE.address}security/`);
    expect(await opened.page.locator('main').textContent()).toContain('</script><script>alert(1)</script>');
    await opened.page.goto(`${SITE.address}r/hostile/`);
    expect(await opened.page.locator('img').count()).toBe(0);
    expect(await opened.page.locator('a[href^="javascript"]').count()).toBe(0);
    expect(opened.faults).toEqual([]);
  });
});
