import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lint } from '../../scripts/lib/lint/lint.ts';
import { lintReport } from '../../scripts/lib/lint/report.ts';
import type { Rule } from '../../scripts/lib/lint/rule.ts';
import { RULES } from '../../scripts/lib/lint/rules.ts';
import { recipeOf, recipeWith } from './fixtures.ts';

const TODAY = '2026-06-15';
const METADATA = readFileSync(new URL('../fixtures/lint/_recipe/recipe.yml', import.meta.url), 'utf8');
const BARE = 'services:\n  extra:\n    image: nginx:latest\n';

function rulesOf(findings: readonly { readonly rule: string }[]): readonly string[] {
  return findings.map(({ rule }) => rule);
}

function waiving(waiver: string, compose = BARE) {
  return recipeWith({ 'compose.more.yml': compose, 'recipe.yml': `${METADATA}waivers:\n  - ${waiver}\n` });
}

describe('findings', () => {
  test('are sorted by place', () => {
    const { findings } = lint(recipeWith({ 'compose.more.yml': BARE, 'compose.and.yml': BARE }), { today: TODAY });
    const places = findings.map(({ place }) => `${place?.file}:${String(place?.line).padStart(3, '0')}`);
    expect(places).toEqual(places.toSorted());
    expect(new Set(places.map((place) => place.split(':')[0])).size).toBe(2);
  });

  test('come once, however often an anchor is used', () => {
    const compose = 'x-a: &a {image: "nginx:latest"}\nservices:\n  one: *a\n  two: *a\n  three: {<<: *a}\n';
    const { findings } = lint(recipeWith({ 'compose.more.yml': compose }), { today: TODAY });
    expect(rulesOf(findings).filter((rule) => rule === 'image-tag-floating')).toHaveLength(1);
  });

  test('of reading are passed on, and one broken file does not hide another', () => {
    const { findings } = lint(recipeWith({ 'compose.a.yml': 'services: [', 'compose.more.yml': BARE }), {
      today: TODAY,
    });
    expect(rulesOf(findings)).toEqual(expect.arrayContaining(['yaml-syntax', 'image-tag-floating']));
  });

  test('of one rule are shown up to a limit, and that is said', () => {
    const many = Array.from({ length: 300 }, (_, index) => `  s${index}: {image: nginx}\n`).join('');
    const { findings } = lint(recipeWith({ 'compose.more.yml': `services:\n${many}` }), { today: TODAY });
    expect(rulesOf(findings).filter((rule) => rule === 'image-untagged')).toHaveLength(200);
    expect(findings.map(({ message }) => message)).toContain(
      'Rule "image-untagged" has more than 200 findings; the first 200 are shown',
    );
  });

  test('of an empty folder say what is missing', () => {
    const { findings, looked } = lint(recipeOf([]), { today: TODAY });
    expect(rulesOf(findings)).toEqual(['missing-env-sample', 'missing-readme', 'missing-compose', 'metadata-missing']);
    expect(looked).toBe(0);
  });
});

describe('a rule that throws', () => {
  const thrower: Rule = {
    id: 'thrower',
    severity: 'info',
    summary: 'Throws',
    docs: { why: '', fix: '', refs: [] },
    check(_, report) {
      report({ file: 'compose.yml', path: [], message: 'seen before', help: '' });
      throw new Error('boom');
    },
  };

  test('is a finding and hides neither its own nor those of others', () => {
    const recipe = recipeWith({ 'compose.more.yml': BARE });
    const { findings } = lint(recipe, { today: TODAY, rules: [thrower, ...RULES] });
    expect(rulesOf(findings)).toEqual(expect.arrayContaining(['thrower', 'rule-broken', 'image-tag-floating']));
    expect(findings.find(({ rule }) => rule === 'rule-broken')?.message).toBe('Rule "thrower" broke: boom');
  });
});

describe('a waiver', () => {
  test('takes its finding out until its last day', () => {
    const { findings, waived } = lint(waiving('{rule: image-tag-floating, reason: no other tag, until: 2026-06-15}'), {
      today: TODAY,
    });
    expect(rulesOf(findings)).not.toContain('image-tag-floating');
    expect(rulesOf(waived)).toEqual(['image-tag-floating']);
  });

  test.each([
    [
      'of yesterday',
      'waiver-expired',
      '{rule: image-tag-floating, reason: no other tag, until: 2026-06-14}',
      'image-tag-floating',
    ],
    [
      'of nothing',
      'waiver-unused',
      '{rule: image-untagged, reason: no other tag, until: 2027-01-01}',
      'image-tag-floating',
    ],
    [
      'of no rule',
      'waiver-unknown-rule',
      '{rule: image-tag-flaoting, reason: no other tag, until: 2027-01-01}',
      'image-tag-floating',
    ],
    [
      'elsewhere',
      'waiver-unused',
      '{rule: image-tag-floating, reason: no other tag, until: 2027-01-01, path: services.ext}',
      'image-tag-floating',
    ],
    [
      'of what reading found',
      'waiver-not-allowed',
      '{rule: compose-schema, reason: do not care, until: 2027-01-01}',
      'image-tag-floating',
    ],
  ])('%s is a finding and takes nothing out', (_, own, waiver, kept) => {
    const { findings, waived } = lint(waiving(waiver), { today: TODAY });
    expect(rulesOf(findings)).toEqual(expect.arrayContaining([own, kept]));
    expect(findings.find(({ rule }) => rule === own)?.place).toEqual({
      file: 'recipes/wiki/recipe.yml',
      line: 11,
      column: 5,
    });
    expect(waived).toEqual([]);
  });

  test('with a path holds there and below', () => {
    const { waived } = lint(
      waiving('{rule: image-tag-floating, reason: no other tag, until: 2027-01-01, path: services.extra}'),
      { today: TODAY },
    );
    expect(rulesOf(waived)).toEqual(['image-tag-floating']);
  });

  test('never opens the machine the recipe is tried on', () => {
    const compose = 'services:\n  extra:\n    image: nginx:1.29\n    volumes: ["/var/run/docker.sock:/s"]\n';
    const { findings } = lint(
      waiving('{rule: engine-socket, reason: it needs the socket, until: 2027-01-01}', compose),
      { today: TODAY },
    );
    expect(rulesOf(findings)).toEqual(expect.arrayContaining(['engine-socket', 'waiver-not-allowed']));
  });
});

describe('the report', () => {
  const clock = { now: new Date('2026-06-15T10:00:00Z'), clock: () => 0 };

  test('of a good recipe passes and names the bytes it speaks of', () => {
    const recipe = recipeWith();
    expect(lintReport(recipe, clock)).toMatchObject({
      step: 'lint',
      subject: { recipe: 'wiki', version: '1.2.0+2.1.0', digest: recipe.digest, commit: null },
      verdict: 'pass',
      looked: 4,
      startedAt: '2026-06-15T10:00:00.000Z',
    });
  });

  test('fails on an error, not on a warning', () => {
    expect(lintReport(recipeWith({ 'compose.more.yml': BARE }), clock).verdict).toBe('fail');
    const warned = lintReport(recipeWith({ 'compose.more.yml': BARE.replace('latest', '1.29') }), clock);
    expect(warned.verdict).toBe('pass');
    expect(warned.findings.length).toBeGreaterThan(0);
  });

  test('passes when the error is waived', () => {
    const recipe = waiving('{rule: image-tag-floating, reason: no other tag, until: 2027-01-01}');
    expect(lintReport(recipe, clock).verdict).toBe('pass');
  });

  test('survives being saved', () => {
    const report = lintReport(recipeWith({ 'compose.more.yml': BARE }), clock);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});
