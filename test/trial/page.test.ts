import { expect, test } from 'vitest';
import { firstAssets, titleOf } from '../../scripts/lib/trial/page.ts';

test('the title is the text of the first title element, decoded', () => {
  expect(titleOf('<html><title lang=en>\n Tom &amp; Co </title><title>b</title>')).toBe('Tom & Co');
  expect(titleOf('<h1>none</h1>')).toBeNull();
});

test('the first stylesheet and the first script with an address are found whatever their quotes and order', () => {
  const html = `<link href="/a.ico" rel=icon><link href='/a.css?v=1&amp;w=2' rel='stylesheet'>
    <link rel="stylesheet" href="/b.css"><script>inline()</script><script defer src=/a.js></script>`;
  expect(firstAssets(html)).toEqual({ css: '/a.css?v=1&w=2', js: '/a.js' });
  expect(firstAssets('<p>plain</p>')).toEqual({ css: null, js: null });
});
