/** Everything that must hold, one suite after the other; a skipped test counts as a failure in CI. */
import { mkdir, mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { runCommand } from './lib/command.ts';

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const SUITES = ['unit', 'swarm', 'site'] as const;

/** Each is one check: passed when it exits 0. */
const CHECKS: readonly { readonly name: string; readonly command: readonly [string, ...string[]] }[] = [
  { name: 'types', command: ['tsc', '--project', '.'] },
  {
    name: 'types of pages',
    command: ['astro', 'check', '--minimumFailingSeverity', 'hint'],
  },
  { name: 'format and lint', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'unused code', command: ['knip'] },
];

await runCommand({
  name: 'npm test --',
  summary: 'Run every test: unit, swarm (real engine), site (real browser), then types, format, lint and unused code.',
  positionals: '[unit|swarm|site|checks…]',
  options: {},
  examples: ['npm test', 'npm test -- unit', 'npm test -- unit checks'],
  async run({ positionals, signal }) {
    const wanted = positionals.length > 0 ? positionals : [...SUITES, 'checks'];
    const unknown = wanted.find((name) => name !== 'checks' && !SUITES.some((suite) => suite === name));
    if (unknown !== undefined) {
      process.stderr.write(`error: no suite "${unknown}"; there are ${SUITES.join(', ')}, checks\n`);
      return 2;
    }
    // Outside of the repository: some tests need a folder that is in none.
    await using scratch = await mkdtempDisposable(join(tmpdir(), 'recipe-commons-test-'));
    process.env.TMPDIR = scratch.path;
    const counts: Count[] = [];
    for (const suite of SUITES.filter((name) => wanted.includes(name))) counts.push(await runSuite(suite, signal));
    if (wanted.includes('checks')) {
      for (const check of CHECKS) counts.push(await runCheck(check, signal));
    }
    const passed = sum(counts, 'passed');
    const failed = sum(counts, 'failed') + (process.env.CI ? sum(counts, 'skipped') : 0);
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
    return failed > 0 || passed === 0 ? 1 : 0;
  },
});

function sum(counts: readonly Count[], key: keyof Count): number {
  return counts.reduce((total, count) => total + count[key], 0);
}

async function runSuite(suite: (typeof SUITES)[number], signal: AbortSignal): Promise<Count> {
  const folder = join('out', 'test');
  const outputFile = join(folder, `${suite}.json`);
  await mkdir(folder, { recursive: true });
  process.stdout.write(`\n── ${suite} ──\n`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${outputFile}`];
  const args = ['run', `--project=${suite}`, ...reporters];
  const { exitCode } = await execa('vitest', args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    reject: false,
    cancelSignal: signal,
    forceKillAfterDelay: 60_000,
  });
  signal.throwIfAborted();
  const result: unknown = JSON.parse(await readFile(outputFile, 'utf8').catch(() => '{}'));
  const {
    numPassedTests = 0,
    numFailedTests = 0,
    numPendingTests = 0,
    numTodoTests = 0,
  } = result as Record<string, number>;
  // A suite that could not load, or found no test, exits non-zero without naming a failed test.
  const failed = numFailedTests === 0 && (exitCode !== 0 || numPassedTests === 0) ? 1 : numFailedTests;
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
}

async function runCheck(
  { name, command: [file, ...args] }: (typeof CHECKS)[number],
  signal: AbortSignal,
): Promise<Count> {
  const { exitCode, all } = await execa(file, args, { all: true, reject: false, cancelSignal: signal });
  signal.throwIfAborted();
  const passed = exitCode === 0;
  process.stdout.write(passed ? `✓ ${name}\n` : `✗ ${name}\n${all}\n`);
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}
