import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import pc from 'picocolors';
import { expect, it } from 'vitest';
import { unifiedDiff } from '../../scripts/lib/report/diff.ts';

const plain = pc.createColors(false);

it('shows what changed with three lines around it', () => {
  const before = 'a\nb\nc\nd\ne\nf\ng\n';
  expect(unifiedDiff('x/y', before, before.replace('e\n', 'E\nE2\n'), plain)).toBe(
    '--- a/x/y\n+++ b/x/y\n@@ -2,6 +2,7 @@\n b\n c\n d\n-e\n+E\n+E2\n f\n g\n',
  );
});

it('says nothing of equal texts', () => {
  expect(unifiedDiff('x', 'a\n', 'a\n', plain)).toBe('');
});

it('is coloured when asked to', () => {
  const colored = unifiedDiff('x', 'a\n', 'b\n', pc.createColors(true));
  expect(colored).toContain('\u001b[31m-a');
  expect(colored).toContain('\u001b[32m+b');
});

const NUMBERS = Array.from({ length: 60 }, (_, index) => `line ${index % 7} ${index}\n`);

it.each([
  ['nothing before', '', 'a\nb\n'],
  ['nothing after', 'a\nb\n', ''],
  ['no newline at the end', 'a\nb', 'a\nc'],
  ['a newline comes to the end', 'a\nb', 'a\nb\n'],
  ['CR LF', 'a\r\nb\r\nc\r\n', 'a\r\nX\r\nc\r\n'],
  ['the same line often', 'x\nx\nx\na\nx\nx\n', 'x\nx\na\nx\nx\nx\nb\n'],
  ['far apart', NUMBERS.join(''), NUMBERS.filter((_, index) => index !== 3 && index !== 40).join('')],
  ['many', NUMBERS.join(''), NUMBERS.map((line, index) => (index % 5 === 0 ? `${line}new\n` : line)).join('')],
  ['everything', 'a\n'.repeat(3000), 'b\n'.repeat(3000)],
])('is what git applies: %s', async (_, before, after) => {
  const folder = await mkdtemp(join(tmpdir(), 'diff-'));
  await mkdir(join(folder, 'recipes'));
  await writeFile(join(folder, 'recipes/compose.yml'), before);
  const input = unifiedDiff('recipes/compose.yml', before, after, plain);
  await execa('git', ['apply', '--whitespace=nowarn', '-'], { cwd: folder, input });
  expect(await readFile(join(folder, 'recipes/compose.yml'), 'utf8')).toBe(after);
});
