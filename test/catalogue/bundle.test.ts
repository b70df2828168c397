import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeBundle } from '../../scripts/lib/catalogue/bundle.ts';
import { file } from './sample.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'));
});
afterEach(() => rm(folder, { recursive: true }));

const LONG = `conf/${'a'.repeat(120)}.conf`;
const FILES = [
  file('release/1.1.0+2.0', 'Nothing to do.\n'),
  file('compose.yml', 'services: {}\n'),
  file('entrypoint.sh.tmpl', '#!/bin/sh\n', { executable: true }),
  file('icon.png', Buffer.from([137, 80, 0, 255]).toString('base64'), { encoding: 'base64' }),
  file(LONG, 'ü\n'),
];

it('is the same bytes for the same files, in whatever order they come', async () => {
  const once = await makeBundle('notes-1.1.0+2.0', FILES);
  const again = await makeBundle('notes-1.1.0+2.0', FILES.toReversed());
  expect(Buffer.compare(once, again)).toBe(0);
  expect([...once.subarray(4, 8)]).toEqual([0, 0, 0, 0]);
  const other = await makeBundle('notes-1.1.0+2.0', FILES.slice(1));
  expect(Buffer.compare(once, other)).not.toBe(0);
});

it('is unpacked by plain tar into one folder, with every byte and mode', async () => {
  await writeFile(join(folder, 'b.tar.gz'), await makeBundle('notes-1.1.0+2.0', FILES));
  const { stdout } = await execa('tar', ['xzvf', 'b.tar.gz'], { cwd: folder });
  expect(stdout.split('\n').every((line) => line.startsWith('notes-1.1.0+2.0/'))).toBe(true);
  for (const { path, content, encoding, executable } of FILES) {
    const extracted = join(folder, 'notes-1.1.0+2.0', path);
    expect(await readFile(extracted)).toEqual(Buffer.from(content, encoding));
    expect((await stat(extracted)).mode & 0o777).toBe(executable ? 0o755 : 0o644);
  }
});
