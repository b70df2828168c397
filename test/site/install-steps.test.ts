import { describe, expect, it } from 'vitest';
import { NOTES, open, SITE } from './site-setup.ts';

describe('install steps', () => {
  it('are two ways below each other without a script, and one at a time with it', async () => {
    await using plain = await open(NOTES, { javaScriptEnabled: false });
    expect(await plain.page.locator('#plain').isVisible()).toBe(true);
    expect(await plain.page.locator('#abra').isVisible()).toBe(true);
    expect(await plain.page.locator('#abra').textContent()).toContain('No trial runs these commands');
    expect(await plain.page.locator('#fill-in pre').textContent()).toBe('cp .env.sample .env');
    await using opened = await open(NOTES);
    await opened.page.getByRole('link', { name: 'abra', exact: true }).first().click();
    expect(await opened.page.locator('#plain').isVisible()).toBe(false);
    expect(await opened.page.locator('#abra').isVisible()).toBe(true);
    expect(opened.faults).toEqual([]);
  });

  it('take what is filled in into .env alone, keep it in the address behind #, and send nothing', async () => {
    await using opened = await open(NOTES);
    const { page } = opened;
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
    const blocks = () => page.locator('#plain .steps > li:not(#fill-in) > div.code code').allTextContents();
    const before = await blocks();
    await page.getByLabel('DOMAIN', { exact: true }).fill("it's & mine.example.org");
    const env = page.locator('#fill-in pre code');
    expect(await env.textContent()).toBe(
      [
        "cat > .env <<'END_OF_ENV'",
        "TYPE='notes'",
        "DOMAIN='it'\\''s & mine.example.org'",
        "SECRET_DB_PASSWORD_VERSION='v1'",
        'END_OF_ENV',
      ].join('\n'),
    );
    expect(await page.locator('#fill-in mark').allTextContents()).toEqual(["DOMAIN='it'\\''s & mine.example.org'"]);
    expect(await blocks()).toEqual(before);
    expect(before.slice(1)).toEqual(SITE.ran.filter(({ id }) => id !== 'remove').map(({ script }) => script));
    expect(new URL(page.url()).hash).toContain('DOMAIN=');
    // Whoever changes the address gets the icon asked for again.
    expect(sent.filter((request) => request !== `${SITE.address}icon.svg `)).toEqual([]);
    await page.goto('about:blank');
    await page.goto(`${SITE.address}${NOTES}#install?DOMAIN=other.example.org&UNKNOWN=x`);
    await expect.poll(() => page.getByLabel('DOMAIN', { exact: true }).inputValue()).toBe('other.example.org');
    expect(await env.textContent()).not.toContain('UNKNOWN');
    expect(sent.join('\n')).not.toContain('other.example.org');
    expect(opened.faults).toEqual([]);
  });

  it('make values for the secrets in the browser, others each time', async () => {
    await using opened = await open(NOTES);
    const { page } = opened;
    await page.getByText('Make the values in this browser instead').click();
    const lines = page.locator('[data-step="secrets"] details pre');
    const line = /^\(umask 077; printf '%s' '([0-9a-f]{32})' > db_password\.secret\)$/;
    await expect.poll(() => lines.textContent()).toMatch(line);
    const first = await lines.textContent();
    await page.getByRole('button', { name: 'Make others' }).click();
    expect(await lines.textContent()).toMatch(line);
    expect(await lines.textContent()).not.toBe(first);
  });

  it('say of an upgrade what to do before it and whether it was tried', async () => {
    await using opened = await open(NOTES, { javaScriptEnabled: false });
    const upgrade = opened.page.locator('#upgrade');
    expect(await upgrade.locator('tbody tr').allTextContents()).toHaveLength(1);
    expect(await upgrade.locator('.chip').allTextContents()).toEqual(['Nothing to do: deploy it', 'unverified']);
    await upgrade.getByRole('link', { name: '1.0.0+1.0', exact: true }).click();
    expect(opened.page.url()).toContain('/r/notes/diff/1.0.0+1.0...1.1.0+2.0/');
    await opened.page.goto(`${SITE.address}r/notes/1.0.0+1.0/`);
    expect(await opened.page.locator('#upgrade').textContent()).toContain('first version');
  });
});

describe('a recipe that was given up', () => {
  it.each(['r/board/', 'r/board/1.0.0+1.0/'])('says so on /%s: since when, why, and what to use', async (path) => {
    await using opened = await open(path, { javaScriptEnabled: false });
    const warning = opened.page.locator('main > .warning');
    expect((await warning.textContent())?.replaceAll(/\s+/g, ' ').trim()).toBe(
      'Superseded since 15 January 2026. Its project has ended. Use Wiki instead.',
    );
    await warning.getByRole('link', { name: 'Wiki' }).click();
    expect(opened.page.url()).toBe(`${SITE.address}r/wiki/`);
  });
});
