/** `--watch` as a packager sees it: edit a file, read what that changed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { COMMAND, RISKY, type Workplace, workplace } from './workplace.ts';

let place: Workplace;
let child: ChildProcess | undefined;
beforeEach(async () => {
  place = await workplace();
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await place[Symbol.asyncDispose]();
});

interface Watching {
  /** All that was printed since the last call, once it matches. */
  until(pattern: RegExp): Promise<string>;
  /** What was printed and not yet read. */
  unread(): string;
  interrupt(): Promise<number | null>;
}

async function watching(...args: readonly string[]): Promise<Watching> {
  const started = spawn(process.execPath, [COMMAND, '--watch', ...args], { cwd: place.root });
  child = started;
  let text = '';
  let look = () => {};
  for (const stream of [started.stdout, started.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      look();
    });
  }
  const until = (pattern: RegExp): Promise<string> =>
    new Promise((resolve) => {
      look = () => {
        if (!pattern.test(text)) return;
        look = () => {};
        resolve(text);
        text = '';
      };
      look();
    });
  await until(/watching .+\n$/);
  const interrupt = async () => {
    started.kill('SIGINT');
    const [code] = (await once(started, 'exit')) as [number | null];
    return code;
  };
  return { until, unread: () => text, interrupt };
}

it('tells after each change what is new, what is repaired and what is as before, and ends with 0', async () => {
  await place.write('web/compose.yml', RISKY);
  const { until, interrupt } = await watching('web/compose.yml');
  await place.write('web/compose.yml', RISKY.replace('nginx:1.29.1', 'nginx'));
  const worse = await until(/as before/);
  expect(worse).toMatch(/^\d\d:\d\d:\d\d {2}web\/compose\.yml: 1 new, [1-9]\d* as before\n/);
  expect(worse).toContain('image-untagged');
  expect(worse).not.toContain('asks for power');
  await place.write('web/compose.yml', RISKY.replace('    privileged: true\n', ''));
  const better = await until(/as before/);
  expect(better).toMatch(/: [2-9] repaired, [1-9]\d* as before\n/);
  expect(better).toMatch(/✓ .+ {2}privileged\n/);
  expect(await interrupt()).toBe(0);
});

it('sees what editors do: another file moved in its place; and a folder of a recipe', async () => {
  await place.copyGood('recipes/wiki');
  const file = join(place.root, 'recipes/wiki/compose.yml');
  const good = await readFile(file, 'utf8');
  const { until, interrupt } = await watching();
  await writeFile(`${file}.new`, good.replace(/^( +)image: .+$/m, '$1image: nginx'));
  await rename(`${file}.new`, file);
  expect(await until(/image-untagged/)).toMatch(/ {2}wiki: \d+ new/);
  await writeFile(file, good);
  expect(await until(/repaired/)).toMatch(/ {2}wiki: \d+ repaired, no findings\n/);
  expect(await interrupt()).toBe(0);
});

it('finds what is new in a folder, and says what was removed', async () => {
  await place.write('many/a.yml', RISKY);
  const { until, interrupt } = await watching('many');
  await place.write('many/b.yml', RISKY);
  expect(await until(/b\.yml: \d+ new/)).not.toContain('a.yml');
  await rm(join(place.root, 'many/a.yml'));
  expect(await until(/removed/)).toMatch(/ {2}many\/a\.yml: removed\n/);
  expect(await interrupt()).toBe(0);
});

it('says nothing when nothing changed', async () => {
  await place.write('web/compose.yml', RISKY);
  const { until, unread, interrupt } = await watching('web/compose.yml');
  await place.write('web/compose.yml', RISKY);
  await place.write('web/notes.txt', 'unrelated');
  await place.write('web/compose.yml', `${RISKY}\n`);
  // The first two would have been told before this one.
  expect((await until(/as before/)).match(/web\/compose\.yml:/g)).toHaveLength(1);
  expect(unread()).toBe('');
  await interrupt();
});

it('waits without work', async () => {
  await place.write('web/compose.yml', RISKY);
  await watching('web/compose.yml');
  const used = async () => {
    const fields = (await readFile(`/proc/${child?.pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
    // User and system time, in hundredths of a second.
    return Number(fields[11]) + Number(fields[12]);
  };
  await new Promise((done) => setTimeout(done, 300));
  const before = await used();
  await new Promise((done) => setTimeout(done, 1000));
  expect((await used()) - before).toBeLessThan(10);
});

it('needs something to watch', async () => {
  const { exitCode, stderr } = await place.lint('--watch', 'nothing');
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('There is no recipe "nothing"')]);
  expect((await place.lint('--watch', '--format', 'json')).exitCode).toBe(2);
});
