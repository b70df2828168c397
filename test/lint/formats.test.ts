/** What the command prints, where to, and how it ends. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportSchema } from '../../scripts/lib/report/schema.ts';
import type { Report } from '../../scripts/lib/types.ts';
import { sarifSchema } from '../report/sarif-schema.ts';
import { COMMAND, RISKY, type Workplace, workplace } from './workplace.ts';

const formats = { uri: (value: string) => URL.canParse(value) };
const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true, formats });
const isReports = ajv.compile(reportSchema);
const isSarif = ajv.compile(sarifSchema);

let place: Workplace;
beforeAll(async () => {
  place = await workplace();
  await place.copyGood('recipes/good');
  await place.copyGood('recipes/waived');
  await place.write('web/compose.yml', RISKY);
  await place.write('odd name/é [x](y).yml', RISKY.replace('web:', '"[a](b)":'));
});
afterAll(() => place[Symbol.asyncDispose]());

describe('--format json', () => {
  it('is what its schema says, for recipes and for files', async () => {
    const reports = await place.reports('good', 'web');
    expect(isReports(reports), JSON.stringify(isReports.errors)).toBe(true);
    expect(reports).toHaveLength(2);
  });

  it('is all there is on standard output, whatever goes wrong', async () => {
    const { exitCode, stdout, stderr } = await place.lint('gone.yml', '--format', 'json');
    expect([exitCode, JSON.parse(stdout)]).toEqual([2, []]);
    expect(stderr).toMatch(/^error: there is no file or folder/);
  });
});

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } }[];
  readonly fixes?: readonly { readonly artifactChanges: readonly Change[] }[];
  readonly suppressions?: readonly { readonly justification: string }[];
  readonly partialFingerprints: { readonly primaryLocationLineHash: string };
  readonly message: { readonly text: string };
}

interface Change {
  readonly replacements: readonly {
    readonly deletedRegion: Readonly<Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number>>;
    readonly insertedContent?: { readonly text: string };
  }[];
}

interface Sarif {
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: { readonly rules: readonly { readonly id: string; readonly helpUri?: string }[] };
      };
      readonly results: readonly Result[];
      readonly invocations: readonly [{ readonly executionSuccessful: boolean }];
    },
  ];
}

describe('--format sarif', () => {
  async function sarif(args: readonly string[], env: Record<string, string> = {}): Promise<Sarif> {
    const { stdout } = await place.lintWith({ env }, ...args, '--format', 'sarif');
    const log: Sarif = JSON.parse(stdout);
    expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true);
    return log;
  }

  it('is valid, names the rule of each result, and escapes what strangers wrote', async () => {
    const { runs } = await sarif(['good', 'web', 'odd name']);
    const [{ tool, results, invocations }] = runs;
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    const files = results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri);
    expect(new Set(files)).toEqual(new Set(['web/compose.yml', 'odd%20name/%C3%A9%20%5Bx%5D(y).yml']));
    for (const { message } of results) expect(message.text).not.toContain('](');
    expect(invocations[0].executionSuccessful).toBe(true);
  });

  it('is valid with no result, and says when not all was looked at', async () => {
    expect((await sarif(['good'])).runs[0].results).toEqual([]);
    const { runs } = await sarif(['good', 'gone.yml']);
    expect(runs[0].invocations[0].executionSuccessful).toBe(false);
  });

  it('knows a finding again when lines were added above it', async () => {
    const prints = ({ runs }: Sarif) => runs[0].results.map((each) => each.partialFingerprints.primaryLocationLineHash);
    const before = prints(await sarif(['web']));
    await place.write('web/compose.yml', `# a comment\n\n${RISKY}`);
    expect(prints(await sarif(['web']))).toEqual(before);
    await place.write('web/compose.yml', RISKY);
    expect(new Set(before).size).toBe(before.length);
  });

  it('carries the edits of a repair as regions of the text', async () => {
    const text = 'version: "3.8"\nservices:\n  web:\n    # 😀 kept\n    image: nginx:1.29.1\n    restart: always\n';
    await place.write('fix/compose.yml', text);
    const { runs } = await sarif(['fix', '--rule', 'swarm-ignores-key']);
    const change = runs[0].results[0]?.fixes?.[0]?.artifactChanges[0];
    await place.lint('fix', '--fix', '--rule', 'swarm-ignores-key');
    const written = await readFile(join(place.root, 'fix/compose.yml'), 'utf8');
    expect(written).not.toBe(text);
    expect(replaced(text, change)).toBe(written);
  });

  it('has waived findings as suppressed ones, with the reason', async () => {
    const waiver = 'waivers: [{rule: published-port, reason: mail has no routes, until: 2099-01-01}]\n';
    const recipe = await readFile(join(place.root, 'recipes/waived/recipe.yml'), 'utf8');
    await place.write('recipes/waived/recipe.yml', recipe + waiver);
    const overlay = 'version: "3.9"\nservices:\n  app:\n    ports: ["2525:25"]\n';
    await place.write('recipes/waived/compose.smtp.yml', overlay);
    const { runs } = await sarif(['waived', '--rule', 'published-port']);
    expect(runs[0].results.map(({ suppressions }) => suppressions?.[0]?.justification)).toEqual([
      'mail has no routes (until 2099-01-01)',
    ]);
  });

  it('links each rule to its page where somebody knows the address', async () => {
    const { runs } = await sarif(['good'], { RECIPE_COMMONS_SITE: 'https://commons.example.org/base' });
    expect(runs[0].tool.driver.rules.find(({ id }) => id === 'privileged')?.helpUri).toBe(
      'https://commons.example.org/base/rules/privileged/',
    );
    const ofPages = await sarif(['good'], { GITHUB_REPOSITORY: 'Acme/commons', RECIPE_COMMONS_SITE: '' });
    expect(ofPages.runs[0].tool.driver.rules[0]?.helpUri).toMatch(/^https:\/\/acme\.github\.io\/commons\/rules\//);
  });
});

function replaced(text: string, change: Change | undefined): string {
  const lines = text.split('\n');
  const offset = (line: number, column: number) =>
    lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  return (change?.replacements ?? []).toReversed().reduce((result, { deletedRegion: at, insertedContent }) => {
    const [from, to] = [offset(at.startLine, at.startColumn), offset(at.endLine, at.endColumn)];
    return result.slice(0, from) + (insertedContent?.text ?? '') + result.slice(to);
  }, text);
}

describe('what is shown', () => {
  it('is chosen by rules, repeated or as a list', async () => {
    const rules = async (...args: readonly string[]) =>
      (await place.reports('web', ...args)).flatMap((report) => report.findings.map(({ rule }) => rule));
    expect(await rules('--rule', 'privileged', '--rule', 'swarm-ignores-key')).toEqual([
      'swarm-ignores-key',
      'privileged',
    ]);
    expect(await rules('--rule', 'privileged, swarm-ignores-key')).toEqual(['swarm-ignores-key', 'privileged']);
    expect((await place.lint('web', '--rule', 'privileged,priviledged')).stderr).toContain(
      'Did you mean "privileged"?',
    );
  });

  it('may have no more warnings than allowed, shown or not', async () => {
    await place.write('warned/compose.yml', RISKY.replace('    privileged: true\n', ''));
    const [report] = await place.reports('warned');
    const warnings = report?.findings.filter(({ severity }) => severity === 'warning').length ?? 0;
    expect(warnings).toBeGreaterThan(0);
    expect(report?.verdict).toBe('pass');
    for (const [most, code] of [
      [warnings, 0],
      [warnings - 1, 1],
      [0, 1],
    ]) {
      const { exitCode, stderr } = await place.lint('warned', '--max-warnings', String(most), '--quiet');
      expect([exitCode, stderr === '']).toEqual([code, code === 0]);
    }
    expect((await place.lint('warned', '--max-warnings', '0', '--rule', 'privileged')).exitCode).toBe(0);
    expect((await place.lint('warned', '--max-warnings', 'many')).exitCode).toBe(2);
  });

  it('ends with what to run next', async () => {
    const { stdout } = await place.lint('web');
    expect(stdout).toMatch(/\nnext: npm run lint -- --explain privileged +#/);
    expect((await place.lint('good')).stdout).toMatch(/\nnext: npm run trial -- good +#/);
  });

  it('is short when there is much of it', async () => {
    for (let index = 0; index < 40; index++) await place.write(`fleet/${index}/compose.yml`, 'services: {}\n');
    await place.write('fleet/x/compose.yml', RISKY);
    const { stdout } = await place.lint('fleet', '--quiet');
    expect(stdout.match(/^[✓✗]/gm)).toEqual(['✗']);
    expect(stdout).toContain('in 41 compose files');
  });
});

describe('rules', () => {
  it('are listed by family, and as JSON', async () => {
    const { stdout } = await place.lint('--list-rules');
    for (const family of ['format', 'recipe', 'swarm', 'image', 'security', 'reading', 'runner']) {
      expect(stdout).toMatch(new RegExp(`^${family}: .+ \\([0-9]+\\)$`, 'm'));
    }
    const rules: { id: string; family: string }[] = JSON.parse(
      (await place.lint('--list-rules', '--format', 'json')).stdout,
    );
    expect(rules.find(({ id }) => id === 'privileged')).toMatchObject({ family: 'security', severity: 'error' });
    expect(stdout).toContain(`\n${rules.length} rules;`);
  });
});

describe('a reader who goes away', () => {
  it('is no error of ours, and the verdict stays true', async () => {
    for (let index = 0; index < 60; index++) await place.write(`long/${index}.yml`, RISKY);
    const child = execa(process.execPath, [COMMAND, 'long'], { cwd: place.root, reject: false, buffer: false });
    await once(child.stdout, 'data');
    child.stdout.destroy();
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors += String(chunk);
    });
    const { exitCode } = await child;
    expect([exitCode, errors]).toEqual([1, '']);
  });
});

it('needs no more memory for many files than for few', async () => {
  for (let index = 0; index < 400; index++) await place.write(`heap/${index}.yml`, RISKY);
  const env = { NODE_OPTIONS: '--max-old-space-size=48' };
  const { exitCode, stdout } = await place.lintWith({ env }, 'heap', '--format', 'json');
  const reports: Report[] = JSON.parse(stdout);
  expect([exitCode, reports.length]).toEqual([1, 400]);
});
