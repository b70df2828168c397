import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EnginePlace } from '../../scripts/lib/engine/paths.ts';
import { runScript } from '../../scripts/lib/engine/shell.ts';

let run: string;
let place: EnginePlace;
beforeEach(async () => {
  run = await mkdtemp(join(tmpdir(), 'shell-'));
  place = { id: 'none', data: run, run, socket: join(run, 'docker.sock'), cgroup: 'none' };
});
afterEach(() => rm(run, { recursive: true }));

const signal = new AbortController().signal;

test('what a script prints comes in its order, to whichever stream it goes', async () => {
  const script = 'i=0; while [ $i -lt 200 ]; do echo "out $i"; echo "err $i" >&2; i=$((i + 1)); done; exit 3';
  const { exitCode, output } = await runScript(place, script, { cwd: run, env: {}, signal });
  const lines = Array.from({ length: 200 }, (_, index) => [`out ${index}`, `err ${index}`]).flat();
  expect(output).toBe(`${lines.join('\n')}\n`);
  expect(exitCode).toBe(3);
});

test('a script stops at its first failing command, and its home goes with it', async () => {
  const script = 'echo "$HOME"; false; echo later';
  const { exitCode, output } = await runScript(place, script, { cwd: run, env: {}, signal });
  expect(output).toMatch(/^\S*\/home-\w+\n$/);
  expect(exitCode).toBe(1);
  expect(await readdir(run)).toEqual([]);
});
