/** `npm run lint -- --fix`: what it writes, what it prints, and what it leaves alone. */
import { chmod, link, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Workplace, workplace } from './workplace.ts';

const BEFORE = `services:
  app: # the app
    image: ghcr.io/example/app:1.0
    restart: always # keep
    container_name: app
`;
const AFTER = `services:
  app: # the app
    image: ghcr.io/example/app:1.0
    deploy:
      restart_policy:
        condition: any # keep
`;
const IGNORED = ['--rule', 'swarm-ignores-key'];

let place: Workplace;
beforeEach(async () => {
  place = await workplace();
  await place.write('stack.yml', BEFORE);
});
afterEach(() => place[Symbol.asyncDispose]());

const text = (path: string) => readFile(join(place.root, path), 'utf8');

describe('--fix', () => {
  it('writes the repaired file, tells what was repaired, and lints the result', async () => {
    const { exitCode, stdout, stderr } = await place.lint('--fix', ...IGNORED, 'stack.yml');
    expect(await text('stack.yml')).toBe(AFTER);
    expect(stderr).toContain('stack.yml: 2 repaired');
    expect(stderr).toContain('docker stack deploy ignores "container_name"');
    expect(stdout).not.toContain('container_name');
    expect(exitCode).toBe(0);
    const again = await place.lint('--fix', ...IGNORED, 'stack.yml');
    expect(again.stderr).toBe('');
    expect(await text('stack.yml')).toBe(AFTER);
  });

  it('repairs a recipe, of which only the compose file changes', async () => {
    await place.copyGood('recipes/wiki');
    const path = 'recipes/wiki/compose.yml';
    const good = await text(path);
    await place.write(path, good.replace('    image: postgres', '    container_name: db\n    image: postgres'));
    const before = await Promise.all((await readdir(join(place.root, 'recipes/wiki'))).map(stateOf));
    const { exitCode, stderr } = await place.lint('--fix', 'wiki');
    expect({ exitCode, stderr: stderr.split('\n')[0] }).toEqual({ exitCode: 0, stderr: 'wiki: 1 repaired' });
    expect(await text(path)).toBe(good);
    const after = await Promise.all((await readdir(join(place.root, 'recipes/wiki'))).map(stateOf));
    expect(after.filter((state) => !before.includes(state))).toEqual([expect.stringContaining('compose.yml')]);
  });

  it('repairs only what is asked for, and --quiet asks for no less', async () => {
    await place.lint('--fix', '--rule', 'swarm-rejects-key', 'stack.yml');
    await place.lint('--fix', '--severity', 'error', 'stack.yml');
    expect(await text('stack.yml')).toBe(BEFORE);
    await place.lint('--fix', '--quiet', ...IGNORED, 'stack.yml');
    expect(await text('stack.yml')).toBe(AFTER);
  });

  it('keeps the mode of the file and leaves nothing beside it', async () => {
    await chmod(join(place.root, 'stack.yml'), 0o640);
    await place.lint('--fix', 'stack.yml');
    expect((await stat(join(place.root, 'stack.yml'))).mode & 0o777).toBe(0o640);
    expect(await readdir(place.root)).toEqual(['stack.yml']);
  });

  it('prints the format that is asked for and nothing else', async () => {
    const { stdout } = await place.lint('--fix', '--format', 'json', ...IGNORED, 'stack.yml');
    expect(JSON.parse(stdout)).toMatchObject([{ findings: [] }]);
  });

  it.each([
    ['a symbolic link', (path: string) => symlink('stack.yml', path)],
    ['hard link', (path: string) => link(join(place.root, 'stack.yml'), path)],
  ])('does not write through %s', async (what, make) => {
    await make(join(place.root, 'other.yml'));
    const { exitCode, stderr } = await place.lint('--fix', 'other.yml');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('cannot repair');
    expect(stderr).toContain(what);
    expect(await text('stack.yml')).toBe(BEFORE);
  });

  it('leaves a file alone that is no YAML', async () => {
    await place.write('stack.yml', `${BEFORE}  broken: [\n`);
    const { exitCode } = await place.lint('--fix', 'stack.yml');
    expect(exitCode).toBe(1);
    expect(await text('stack.yml')).toBe(`${BEFORE}  broken: [\n`);
  });

  async function stateOf(name: string): Promise<string> {
    const { mtimeMs, ino } = await stat(join(place.root, 'recipes/wiki', name));
    return `${name} ${ino} ${mtimeMs}`;
  }
});

describe('--fix --dry-run', () => {
  it('changes nothing and prints a patch of exactly what --fix would write', async () => {
    const { stdout } = await place.lint('--fix', '--dry-run', 'stack.yml');
    expect(await text('stack.yml')).toBe(BEFORE);
    expect(stdout).toMatch(/^--- a\/stack\.yml\n\+\+\+ b\/stack\.yml\n@@ /);
    const options = { cwd: place.root, input: `${stdout}\n` };
    await execa('git', ['apply', '-'], options);
    const patched = await text('stack.yml');
    await place.write('stack.yml', BEFORE);
    await place.lint('--fix', 'stack.yml');
    expect(patched).toBe(await text('stack.yml'));
  });

  it('exits as lint would', async () => {
    await place.write('error.yml', BEFORE.replace('container_name: app', 'privileged: true'));
    for (const file of ['stack.yml', 'error.yml']) {
      const plain = await place.lint(file);
      expect((await place.lint('--fix', '--dry-run', file)).exitCode).toBe(plain.exitCode);
    }
    expect((await place.lint('--fix', '--dry-run', 'error.yml')).exitCode).toBe(1);
    expect((await place.lint('--fix', '--dry-run', '--max-warnings', '0', ...IGNORED, 'stack.yml')).exitCode).toBe(1);
  });

  it('takes a document from standard input', async () => {
    const { stdout } = await place.lintWith({ input: BEFORE }, '--fix', '--dry-run', '--stdin', ...IGNORED);
    expect(stdout).toContain('-    restart: always # keep\n');
    expect(stdout).toContain('+        condition: any # keep');
  });

  it('prints nothing when there is nothing to repair', async () => {
    await place.write('stack.yml', AFTER);
    expect(await place.lint('--fix', '--dry-run', ...IGNORED, 'stack.yml')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
  });
});

it.each([
  [['--dry-run']],
  [['--fix', '--watch']],
  [['--fix', '--stdin']],
  [['--fix', '--dry-run', '--format', 'sarif']],
])('%j is a wrong call', async (args) => {
  const { exitCode, stderr } = await place.lint(...args, ...(args.includes('--stdin') ? [] : ['stack.yml']));
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^error: --\S+ (?:goes|does not go) with /);
  expect(await text('stack.yml')).toBe(BEFORE);
});
