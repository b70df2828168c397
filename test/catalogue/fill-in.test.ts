import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envBlock, randomText, readFragment, secretLine, writeFragment } from '../../scripts/lib/catalogue/fill-in.ts';

describe('the fragment of an address', () => {
  it('carries values there and back, and only those of known settings', () => {
    const values = { DOMAIN: 'a.example', TITLE: `it's "1 & 2" = 100 % #+?` };
    expect(readFragment(writeFragment(values), ['DOMAIN', 'TITLE'])).toEqual(values);
    expect(readFragment(writeFragment(values), ['DOMAIN'])).toEqual({ DOMAIN: 'a.example' });
    expect(writeFragment({})).toBe('');
    expect(readFragment('#settings', ['DOMAIN'])).toEqual({});
    expect(readFragment('#install?constructor=x&__proto__=y', ['DOMAIN'])).toEqual({});
  });
});

describe('envBlock', () => {
  it('marks what is not the sample’s', () => {
    expect(envBlock({ A: '1', B: '2' }, { B: '3' })).toEqual([
      { text: "cat > .env <<'END_OF_ENV'", own: false },
      { text: "A='1'", own: false },
      { text: "B='3'", own: true },
      { text: 'END_OF_ENV', own: false },
    ]);
  });

  it.each([
    "it's",
    '$(touch hacked)',
    '`touch hacked`',
    "'; touch hacked; '",
    'a\nEND_OF_ENV\ntouch hacked',
    'END_OF_ENV',
    '\\',
  ])('is read back by a shell as it was filled in, and runs nothing: %j', (value) => {
    const folder = mkdtempSync(join(tmpdir(), 'fill-in-'));
    const block = envBlock({ A: '' }, { A: value }).map(({ text }) => `${text}\n`);
    const script = `${block.join('')}set -a; . ./.env; set +a\nprintf %s "$A"; ls`;
    const said = execFileSync('sh', ['-euc', script], { cwd: folder, encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(said).toBe(value.replaceAll('\n', ''));
  });
});

describe('randomText', () => {
  const zeros = (count: number) => new Uint8Array(count);

  it.each([
    ['hex', /^[0-9a-f]{40}$/],
    ['default', /^[A-Za-z0-9]{40}$/],
    ['safespecial', /^[A-Za-z0-9!@#%^&*_+=-]{40}$/],
    ['special', /^[^'\s\\"]{40}$/],
  ] as const)('has as many characters of %s as asked for', (charset, form) => {
    const text = randomText(40, charset, (count) => crypto.getRandomValues(new Uint8Array(count)));
    expect(text).toMatch(form);
  });

  it('takes no byte beyond the last whole alphabet, which would favour the first characters', () => {
    let calls = 0;
    // 62 letters fit 248 four times; what is above is left out.
    const bytes = (count: number) => (calls++ === 0 ? new Uint8Array(count).fill(250) : zeros(count));
    expect(randomText(3, 'default', bytes)).toBe('AAA');
    expect(calls).toBe(2);
    expect(
      new Set(randomText(256, 'default', (count) => Uint8Array.from({ length: count }, (_, index) => index))).size,
    ).toBe(62);
  });

  it('is written for a shell, and for nobody else to read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fill-in-'));
    const said = execFileSync(
      'sh',
      ['-euc', `${secretLine('key', '$a`b')}\ncat key.secret; stat --format %a key.secret`],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    rmSync(folder, { recursive: true });
    expect(said).toBe('$a`b600\n');
  });
});
