import { stripVTControlCharacters } from 'node:util';
import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import { prettyReports } from '../../scripts/lib/report/pretty.ts';
import type { Report } from '../../scripts/lib/types.ts';
import { finding, report } from './sample.ts';

const COMPOSE = `services:
  app:
    image: nginx:latest # the web server
    command: ["serve", --all]
`;

function pretty(
  reports: readonly Report[],
  options: { color?: boolean; width?: number; source?: string } = {},
): string {
  const { color = false, width = 100, source = COMPOSE } = options;
  return prettyReports(reports, {
    colors: pc.createColors(color),
    width,
    source: (file) => (file === 'recipes/wiki/compose.yml' ? source : undefined),
  });
}

function at(line: number, column: number) {
  return { place: { file: 'recipes/wiki/compose.yml', line, column } };
}

describe('findings', () => {
  test('are grouped by file, each with its line, caret and repair', () => {
    const readme = { file: 'recipes/wiki/README.md', line: 1, column: 1 };
    const missing = finding({
      rule: 'missing-readme',
      severity: 'warning',
      message: 'There is no README.md',
      help: 'Write one.',
      place: readme,
    });
    expect(pretty([report({ findings: [missing, finding()] })])).toBe(`recipes/wiki/README.md
  –  warning  There is no README.md  missing-readme
    └ Write one.

recipes/wiki/compose.yml
  3:12  error    Image "nginx:latest" floats  image-tag-floating
     3 │     image: nginx:latest # the web server
       │            ^^^^^^^^^^^^
       └ Pin a version, e.g. "nginx:1.29.1".

✗ wiki  1.0.0+2.1  1 error, 1 warning

next: npm run lint -- --explain image-tag-floating  # why it matters, how to repair it
`);
  });

  test.each([
    ['a value up to its comment', at(3, 12), '^^^^^^^^^^^^'],
    ['a key without its colon', at(3, 5), '^^^^^'],
    ['a quoted item of a flow list', at(4, 15), '^^^^^^^'],
    ['a bare item of a flow list', at(4, 24), '^^^^^'],
  ])('the caret marks %s', (_, where, marker) => {
    const lines = pretty([report({ findings: [finding(where)] })]).split('\n');
    expect(lines[3]?.split('│ ')[1]?.trim()).toBe(marker);
  });

  test('the caret stands under its text also behind wide characters and tabs', () => {
    const source = 'x:\t"日本" bad\n';
    const lines = pretty([report({ findings: [finding(at(1, 9))] })], { source }).split('\n');
    const columnsBefore = (lines[3] ?? '').indexOf('^') - (lines[3] ?? '').indexOf('│');
    // 7 characters stand before it, two of which take two columns each.
    expect(columnsBefore).toBe('│ '.length + 'x: "日本" '.length + 2);
  });

  test('a long line is cut around the place to the width of the terminal', () => {
    const source = `a: ${'x'.repeat(300)} HERE ${'y'.repeat(300)}\n`;
    const lines = pretty([report({ findings: [finding(at(1, 305))] })], { source, width: 80 }).split('\n');
    expect(lines[2]).toMatch(/│ ….*HERE.*…$/);
    expect(lines[2]?.length).toBeLessThanOrEqual(80);
    expect(lines[3]?.indexOf('^')).toBe(lines[2]?.indexOf('HERE'));
  });

  test('a place behind the end of the file has no frame and does no harm', () => {
    expect(pretty([report({ findings: [finding(at(99, 1))] })])).not.toContain('^');
  });
});

test('a long repair is wrapped beside its corner', () => {
  const help = 'word '.repeat(30).trim();
  const lines = pretty([report({ findings: [finding({ help })] })], { width: 60 }).split('\n');
  expect(lines.slice(4, 7).map((line) => line.slice(0, 13))).toEqual([
    '       └ word',
    '         word',
    '         word',
  ]);
  expect(Math.max(...lines.slice(4, 7).map((line) => line.length))).toBeLessThanOrEqual(60);
});

describe('what a recipe cannot do to a terminal', () => {
  test.each(['\u001b[2J', '\u009b31m', '\r', '\u202e', '\u200b'])('send it %j', (hostile) => {
    const text = `evil${hostile}text`;
    const findings = [finding({ message: text, help: text, rule: 'yaml-syntax', ...at(1, 1) })];
    const output = pretty([report({ findings })], { source: `${text}\n` });
    expect(output).toContain('evil');
    expect(output).not.toContain(hostile);
  });
});

describe('colour', () => {
  test('is used when asked for, and changes nothing else', () => {
    const reports = [report({ findings: [finding()] })];
    expect(pretty(reports, { color: true })).not.toBe(pretty(reports));
    expect(stripVTControlCharacters(pretty(reports, { color: true }))).toBe(pretty(reports));
  });
});

describe('what each recipe came to', () => {
  test('is one aligned line, and a total when there are several', () => {
    const shop = { ...report().subject, recipe: 'web-shop', version: null };
    const findings = [finding(), finding({ severity: 'info', ...at(1, 1) })];
    const reports = [report({ verdict: 'pass', waived: [finding()] }), report({ subject: shop, findings })];
    expect(pretty(reports)).toContain(`
✓ wiki      1.0.0+2.1   no findings in 7 documents, 1 waived
✗ web-shop  no version  1 error, 1 info

1 error, 1 info in 2 recipes
`);
  });

  test('a fault of ours is called one', () => {
    const broken = finding({ rule: 'rule-broken', place: null });
    expect(pretty([report({ verdict: 'broken', findings: [broken] })])).toContain(
      '! wiki  1.0.0+2.1  1 error; this is a fault of ours',
    );
  });

  test('findings at one place share the code and each repair', () => {
    const output = pretty([report({ findings: [finding(), finding({ rule: 'other', message: 'Also this' })] })]);
    expect(output.match(/nginx:latest #/g)).toHaveLength(1);
    expect(output.match(/Pin a version/g)).toHaveLength(1);
    expect(output).toContain('Also this  other');
  });
});

describe('what to run next', () => {
  test('is the explanation of the worst finding', () => {
    const findings = [finding({ rule: 'mild', severity: 'info' }), finding({ rule: 'grave' })];
    expect(pretty([report({ findings })])).toContain('--explain grave ');
  });

  test('is the trial as soon as there is no error', () => {
    expect(pretty([report({ verdict: 'pass' })])).toContain('next: npm run trial -- wiki ');
    expect(pretty([report()])).not.toContain('npm run trial');
  });
});
