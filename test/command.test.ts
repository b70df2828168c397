import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'command-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a command whose `run` has this body. */
async function command(body: string, args: readonly string[] = []) {
  const library = pathToFileURL(join(import.meta.dirname, '../scripts/lib/command.ts')).href;
  const file = join(folder, `${Math.random().toString(36).slice(2)}.ts`);
  const options = "{ name: 'npm run x --', summary: 'Does x.', positionals: '[y…]', examples: ['npm run x']";
  await writeFile(
    file,
    `import { KnownError, runCommand } from '${library}';
     await runCommand(${options}, options: { loud: { type: 'boolean', help: 'louder' } },
     async run({ values, signal }) { ${body} } });`,
  );
  const child = execa(process.execPath, [file, ...args], { reject: false });
  child.stdout.on('data', (text) => String(text).includes('interrupt me') && child.kill('SIGINT'));
  return await child;
}

test('--help says what it does, its options, an example and the exit status', async () => {
  const { exitCode, stdout } = await command('return 1;', ['--help']);
  expect(exitCode).toBe(0);
  for (const part of ['Does x.', 'Usage: npm run x -- [options] [y…]', '--loud', '-h, --help', 'Exit status']) {
    expect(stdout).toContain(part);
  }
});

test('an unknown option is one line, a pointer to the help, and exit 2', async () => {
  const { exitCode, stderr } = await command('return 0;', ['--nope']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^error: Unknown option '--nope'/);
  expect(stderr).toContain('npm run x -- --help');
  expect(stderr).not.toContain('    at ');
});

test('a known error is its message and repair without a stack; an unknown one has its stack', async () => {
  const known = await command("throw new KnownError('no such thing', 'Make one.');");
  expect(known).toMatchObject({ exitCode: 2, stderr: 'error: no such thing\n  Make one.' });
  const unknown = await command("throw new Error('surprise');");
  expect(unknown.exitCode).toBe(2);
  expect(unknown.stderr).toMatch(/surprise\n\s+at /);
});

test('an interrupt reaches the command through its signal and ends it with 130', async () => {
  const result = await command(`
    const hold = setInterval(() => {}, 1e6);
    try {
      process.stdout.write('interrupt me');
      await new Promise((_, reject) => signal.addEventListener('abort', reject));
      return 0;
    } finally {
      clearInterval(hold);
    }`);
  expect(result).toMatchObject({ exitCode: 130, stderr: 'interrupted; cleaned up' });
});

test('a connection that somebody forgot does not hold it', async () => {
  const started = performance.now();
  const { exitCode } = await command('setInterval(() => undefined, 60_000); return 1;');
  expect(exitCode).toBe(1);
  expect(performance.now() - started).toBeLessThan(30_000);
});
