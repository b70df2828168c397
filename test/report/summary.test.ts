import pc from 'picocolors';
import { expect, test } from 'vitest';
import { type SummaryRow, summaryTable } from '../../scripts/lib/report/summary.ts';

const PLAIN = pc.createColors(false);
const PASSED: SummaryRow = {
  recipe: 'wiki',
  version: '1.0.0+2',
  lint: 'pass',
  rungs: [
    { id: 'deploys', status: 'pass' },
    { id: 'answers', status: 'pass' },
    { id: 'removes', status: 'pass' },
  ],
  level: '3 deploys',
  tried: null,
  scan: { kind: 'passed', says: 'Scanned.' },
  verdict: 'pass',
  seconds: 12.34,
  reason: null,
};

test('one aligned row per recipe, the reason below it, the counts last', () => {
  const unproven: SummaryRow = {
    ...PASSED,
    recipe: 'nextcloud',
    rungs: PASSED.rungs.map(({ id }) => ({ id, status: 'unverified' })),
    level: null,
    verdict: 'unverified',
    seconds: 0.5,
    reason: 'image not available',
  };
  expect(summaryTable([PASSED, unproven], PLAIN)).toMatchInlineSnapshot(`
    "recipe     version  lint  deploys     answers     removes     scan  seconds  certificate
    wiki       1.0.0+2  pass  pass        pass        pass        pass  12.3     3 deploys
    nextcloud  1.0.0+2  pass  unverified  unverified  unverified  pass  0.5      none
      image not available

    1 pass, 1 unverified
    "
  `);
});

test('every rung that was tried anywhere has a column', () => {
  const more: SummaryRow = { ...PASSED, recipe: 'cal', rungs: [...PASSED.rungs, { id: 'upgrades', status: 'skip' }] };
  const [heading, first, second] = summaryTable([PASSED, more], PLAIN).split('\n');
  expect(heading).toMatch(/removes +upgrades +scan +seconds/);
  expect(first).toMatch(/pass +pass +pass +– +pass +12\.3/);
  expect(second).toMatch(/pass +pass +pass +skip +pass +12\.3/);
});

test('on a terminal too narrow for a column each the rungs are counted', () => {
  const failed: SummaryRow = { ...PASSED, rungs: [...PASSED.rungs, { id: 'upgrades', status: 'fail' }] };
  const untried: SummaryRow = { ...PASSED, rungs: [] };
  const wide = summaryTable([failed, untried], PLAIN, 86);
  expect(wide).toContain('upgrades');
  expect(summaryTable([failed, untried], PLAIN, 85).split('\n').slice(0, 3)).toMatchInlineSnapshot(`
    [
      "recipe  version  lint  rungs           scan  seconds  certificate",
      "wiki    1.0.0+2  pass  3 pass, 1 fail  pass  12.3     3 deploys",
      "wiki    1.0.0+2  pass  –               –     12.3     3 deploys",
    ]
  `);
});

test('nothing passed is said, never left out', () => {
  const broken: SummaryRow = { ...PASSED, rungs: [], level: null, verdict: 'broken', reason: 'dockerd ended' };
  expect(summaryTable([broken], PLAIN)).toContain('0 pass, 1 broken');
});

test('colour is added only where asked for, and moves no column', () => {
  const colored = summaryTable([PASSED], pc.createColors(true));
  expect(colored).toContain('\u001b[');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape is what is removed
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(summaryTable([PASSED], PLAIN));
});

test('a trial without a scan is proven but not scanned, never a pass, and says how far the trial went', () => {
  const scan = { kind: 'not-scanned', says: 'Not scanned for known flaws: no database.' } as const;
  const unscanned: SummaryRow = { ...PASSED, level: '1 linted', tried: 7, verdict: 'unverified', scan };
  expect(summaryTable([unscanned, { ...unscanned, recipe: 'cal' }], PLAIN)).toMatchInlineSnapshot(`
    "recipe  version  lint  deploys  answers  removes  scan        seconds  certificate
    wiki    1.0.0+2  pass  pass     pass     pass     unverified  12.3     1 linted (trial: 7)
    cal     1.0.0+2  pass  pass     pass     pass     unverified  12.3     1 linted (trial: 7)

    0 pass, 2 proven but not scanned
    all recipes: Not scanned for known flaws: no database.
    (trial: 7): its trial proves level 7, which counts once its images are scanned
    "
  `);
});

test('what a row says itself is not said again below, nor why nobody scanned what was refused', () => {
  const says = 'The scan failed: CVE-1.';
  const failed: SummaryRow = {
    ...PASSED,
    ...{ level: null, verdict: 'fail', reason: says, scan: { kind: 'failed', says } },
  };
  expect(summaryTable([failed], PLAIN).split(says)).toHaveLength(2);
  const refused: SummaryRow = { ...failed, reason: 'exit 127', scan: { kind: 'not-scanned', says: 'Not scanned.' } };
  expect(summaryTable([refused], PLAIN)).not.toContain('Not scanned');
});

test('whose images were not scanned is said below, once for all who share the reason', () => {
  const not = { kind: 'not-scanned', says: 'Not scanned. Next: npm run scan.' } as const;
  const stale = { kind: 'stale', says: 'Stale.' } as const;
  const row = (recipe: string, scan: SummaryRow['scan']) => ({ ...PASSED, recipe, scan });
  const some = summaryTable([PASSED, row('cal', not), row('pad', not), row('git', stale)], PLAIN);
  expect(some).toContain('4 pass\ncal, pad: Not scanned. Next: npm run scan.\ngit: Stale.\n');
  expect(summaryTable([row('cal', not), row('pad', not)], PLAIN)).toContain('all recipes: Not scanned.');
  expect(summaryTable([PASSED], PLAIN)).not.toContain('Scanned');
});
