import { expect, it } from 'vitest';
import { renderMarkdown, safeLink } from '../../scripts/lib/catalogue/markdown.ts';

it.each([
  ['<script>alert(1)</script>', '<script'],
  ['<img src=x onerror=alert(1)>', '<img'],
  ['text <svg onload=alert(1)> text', '<svg'],
  ['[x](javascript:alert(1))', '<a'],
  ['[x](JaVaScRiPt:alert(1))', '<a'],
  ['[x](&#106;avascript:alert(1))', '<a'],
  ['[x](data:text/html,<script>alert(1)</script>)', '<a'],
  ['[x](vbscript:x)', '<a'],
  ['[x](//evil.example)', '<a'],
  ['[x](../../secret)', '<a'],
  ['[x](https://user:password@evil.example)', '<a'],
  ['<javascript:alert(1)>', '<a'],
  ['[x]\n\n[x]: javascript:alert(1)', '<a'],
  ['![x](https://evil.example/pixel.png)', '<img'],
  ['![x](data:image/png;base64,AAAA)', '<img'],
  ['![<img src=x onerror=alert(1)>](a.png)', '<img'],
  ['```"><script>\nx\n```', '<script'],
  ['[x](https://ok.example "\\"><script>")', '<script'],
])('renders %s without %s', (text, forbidden) => {
  const html = renderMarkdown(text);
  expect(html).not.toContain(forbidden);
  expect(html).not.toMatch(/href="(?!https?:|mailto:)/);
});

it('keeps the words of what it does not link', () => {
  expect(renderMarkdown('see [the notes](release/1.0.0) and ![a picture](x.png)')).toBe(
    '<p>see the notes and a picture</p>\n',
  );
});

it('links the web and mail, and says that we do not vouch for it', () => {
  expect(renderMarkdown('[a](https://a.example/x) <me@a.example>')).toBe(
    '<p><a href="https://a.example/x" rel="nofollow ugc noopener">a</a> ' +
      '<a href="mailto:me@a.example" rel="nofollow ugc noopener">me@a.example</a></p>\n',
  );
});

it.each([
  ['# Title\n## A\n### B', ['h3', 'h4']],
  ['## A\n#### B\n## C', ['h3', 'h4', 'h3']],
  ['### A\n# B', ['h3', 'h3']],
  ['###### A', ['h3']],
  ['text', []],
])('puts headings below those of the page, without a jump: %j', (text, tags) => {
  expect([...renderMarkdown(text).matchAll(/<(h\d)>/g)].map((match) => match[1])).toEqual(tags);
});

it.each([
  ['https://a.example', 'https://a.example/'],
  ['mailto:a@b.example', 'mailto:a@b.example'],
  ['javascript:alert(1)', null],
  ['java\nscript:alert(1)', null],
  ['https://a:b@c.example', null],
  ['ftp://a.example', null],
  ['', null],
])('allows %j as a link: %s', (address, expected) => {
  expect(safeLink(address)).toBe(expected);
});
