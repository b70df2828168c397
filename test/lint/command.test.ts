import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const COMMAND = join(import.meta.dirname, '../../scripts/lint.ts');
const GOOD = join(import.meta.dirname, '../fixtures/lint/_recipe');
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lint-command-'));
  await write('recipes/torn/compose.yml', 'services: [\n');
  await write('recipes/risky/compose.yml', 'services:\n  app:\n    image: nginx:latest\n    privileged: true\n');
  await cp(GOOD, join(root, 'recipes/good'), { recursive: true });
});
afterAll(() => rm(root, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), text);
}

function lint(...args: string[]) {
  return execa(process.execPath, [COMMAND, ...args], { cwd: root, reject: false });
}

describe('exit status', () => {
  it.each([
    ['no findings are fine', ['good'], 0],
    ['a path is a name', ['./recipes/good/'], 0],
    ['an error is the recipe’s fault', ['risky'], 1],
    ['an error counts only when it is asked for', ['risky', '--rule', 'waiver-unused'], 0],
    ['an unknown recipe is a wrong call', ['nothing'], 2],
    ['an unknown format is a wrong call', ['--format', 'xml'], 2],
    ['an unknown severity is a wrong call', ['--severity', 'bad'], 2],
    ['an unknown rule is a wrong call', ['--rule', 'image-tag-floatin'], 2],
    ['help is fine', ['--help'], 0],
  ])('%s', async (_name, args, expected) => {
    const { exitCode, stderr } = await lint(...args);
    expect(exitCode).toBe(expected);
    expect(stderr === '').toBe(expected !== 2);
    expect(stderr).not.toContain('    at ');
  });

  it('is 2 when there is nothing to lint: nobody looked at anything', async () => {
    const { exitCode, stderr } = await execa(process.execPath, [COMMAND], {
      cwd: join(root, 'recipes'),
      reject: false,
    });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('error: there is no recipe to lint\n')]);
  });
});

describe('one bad recipe never hides another', () => {
  it('when its YAML is torn', async () => {
    const { exitCode, stdout } = await lint('torn', 'good', 'risky');
    expect(exitCode).toBe(1);
    for (const part of ['yaml-syntax', 'image-tag-floating', '✓ good', '✗ risky', '✗ torn'])
      expect(stdout).toContain(part);
  });

  it('when its folder cannot be a recipe’s', async () => {
    await mkdir(join(root, 'recipes/Not A Recipe'));
    const { exitCode, stdout, stderr } = await lint();
    await rm(join(root, 'recipes/Not A Recipe'), { recursive: true });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('"Not A Recipe"');
    for (const part of ['✓ good', '✗ risky', '✗ torn']) expect(stdout).toContain(part);
  });
});

describe('output', () => {
  it('is stored as a report, whole whatever was asked for', async () => {
    await lint('risky', '--rule', 'waiver-unused');
    const stored = JSON.parse(await readFile(join(root, 'out/reports/risky/unversioned/lint.json'), 'utf8'));
    expect(stored).toMatchObject({ step: 'lint', verdict: 'fail', subject: { recipe: 'risky', version: null } });
    expect(stored.findings.map(({ rule }: { rule: string }) => rule)).toContain('privileged');
  });

  it('for programs is the reports as JSON', async () => {
    const reports = JSON.parse((await lint('risky', 'good', '--format', 'json', '--rule', 'privileged')).stdout);
    expect(reports).toMatchObject([
      {
        verdict: 'fail',
        findings: [{ rule: 'privileged', place: { file: 'recipes/risky/compose.yml', line: 4, column: 17 } }],
      },
      { verdict: 'pass', findings: [] },
    ]);
  });

  it('for GitHub is annotations', async () => {
    const { stdout } = await lint('risky', '--format', 'github', '--rule', 'privileged');
    expect(stdout).toMatch(/^::error file=recipes\/risky\/compose\.yml,line=4,col=17,title=privileged::/);
  });

  it('is empty when asked to be quiet and there is no error', async () => {
    expect((await lint('good', '--quiet')).stdout).toBe('');
    expect((await lint('risky', '--quiet')).stdout).not.toContain('warning');
  });

  it('has no colour outside a terminal', async () => {
    expect((await lint('risky')).stdout).not.toContain('\u001b');
  });
});

describe('rules', () => {
  it('are listed and explained', async () => {
    const { stdout } = await lint('--list-rules');
    expect(stdout).toMatch(/^privileged +error {4}\S/m);
    expect((await lint('--explain', 'privileged')).stdout).toMatch(/^privileged {2}error\n.+\n\nWhy/);
  });

  it('are suggested when misspelt', async () => {
    expect((await lint('--explain', 'priviledged')).stderr).toContain('Did you mean "privileged"?');
  });
});
