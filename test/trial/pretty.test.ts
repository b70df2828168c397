import pc from 'picocolors';
import { expect, test } from 'vitest';
import { prettyTrial } from '../../scripts/lib/trial/pretty.ts';
import type { Rung, TrialReport } from '../../scripts/lib/types.ts';

const MEASURES = { secondsToHealthy: 3.21, memoryIdleBytes: 12_400_000, imageBytes: 130_000_000 };
const RUNGS: readonly Rung[] = [
  { id: 'deploys', status: 'pass', durationMs: 4000, measures: MEASURES, evidence: [] },
  { id: 'answers', status: 'pass', durationMs: 100, measures: { probes: 2, slowestMs: 31 }, evidence: [] },
  { id: 'removes', status: 'skip', reason: 'stays for ever', durationMs: 0, measures: {}, evidence: [] },
];

function report(part: Partial<TrialReport>, trial: Partial<TrialReport['trial']> = {}): TrialReport {
  return {
    schema: 'recipe-commons/report/1',
    step: 'trial',
    subject: { recipe: 'wiki', version: '1.0.0+2', digest: '', commit: null },
    tool: { name: 'recipe-commons trial', version: '0' },
    verdict: 'pass',
    findings: [],
    waived: [],
    looked: 2,
    startedAt: '2026-01-01T00:00:00Z',
    durationMs: 12_340,
    trial: {
      engine: null,
      edge: null,
      stack: 'wiki',
      images: [],
      rehearsed: false,
      commands: [],
      rungs: RUNGS,
      ...trial,
    },
    ...part,
  };
}

function finding(message: string, help: string) {
  return {
    step: 'trial',
    rule: 'deploys',
    severity: 'error',
    message,
    help,
    path: null,
    place: null,
    data: {},
  } as const;
}

function show(value: TrialReport): string {
  return prettyTrial(value, 'out/wiki', pc.createColors(false));
}

test('what passed is shown with what was measured', () => {
  expect(show(report({}))).toMatchInlineSnapshot(`
    "✓ wiki 1.0.0+2  pass after 12.3 s
      deploys    pass  healthy in 3.2 s, 12 MB of memory, images 130 MB
      answers    pass  2 probes, the slowest 31 ms
      removes    skip  stays for ever
      next: npm run certify -- wiki
    "
  `);
});

test('what failed is shown with the reason first, the log beside it and the commands to go on with', () => {
  const log = {
    kind: 'log',
    title: 'Last lines of app',
    text: 'starting\u001b[31m\nno database',
    file: 'evidence/log-app.txt',
  } as const;
  const failed: Rung = { ...(RUNGS[0] as Rung), status: 'fail', reason: 'Service "app" failed.', evidence: [log] };
  const open: Rung = { ...(RUNGS[1] as Rung), status: 'unverified', reason: 'deploys did not pass' };
  const findings = [finding('Service "app" failed.', 'Read its log.')];
  expect(show(report({ verdict: 'fail', findings }, { rungs: [failed, open] }))).toMatchInlineSnapshot(`
    "✗ wiki 1.0.0+2  fail after 12.3 s
      deploys fail, answers unverified
      Service "app" failed.
      │ Last lines of app
      │ starting�[31m
      │ no database
      └ Read its log.
      next: less 'out/wiki/evidence/log-app.txt'
      next: npm run trial -- wiki --rung deploys
    "
  `);
});

test('what happened stands beside what failed, then whose doing it is and what else failed', () => {
  const timeline = {
    kind: 'timeline',
    title: 'What happened',
    text: '   0.0 s  $ deploy\n   3.7 s  app: unhealthy',
  } as const;
  const base = { ref: 'main', status: 'pass', blame: 'this change' } as const;
  const failed: Rung = { ...(RUNGS[0] as Rung), status: 'fail', reason: 'No.', evidence: [timeline], base };
  const other: Rung = { ...failed, id: 'rolls-back', reason: 'Nor this.' };
  const findings = [finding('No.', 'Read its log.'), { ...finding('Nor this.', 'Say so.'), rule: 'rolls-back' }];
  const options = { rungs: [failed, other], variant: 'mail', from: '1.0.0+1' };
  expect(show(report({ verdict: 'fail', findings }, options))).toMatchInlineSnapshot(`
    "✗ wiki 1.0.0+2 with mail  fail after 12.3 s
      deploys fail, rolls-back fail
      No.
      │ What happened
      │    0.0 s  $ deploy
      │    3.7 s  app: unhealthy
      └ Read its log.
      this change broke it: on main it passes
      ✗ rolls-back: Nor this.
      next: npm run trial -- wiki --rung deploys,rolls-back --from 1.0.0+1 --variant mail
    "
  `);
});

test.each([
  ['already so', 'fail', 'it was already so on main (fail, exit 1)'],
  ['unknown', 'unverified', 'whether it was already so on main cannot be told (unverified, exit 1)'],
] as const)('whose doing it is: %s', (blame, status, said) => {
  const base = { ref: 'main', status, reason: 'exit 1', blame };
  const failed: Rung = { ...(RUNGS[0] as Rung), status: 'fail', reason: 'No.', base };
  expect(show(report({ verdict: 'fail', findings: [finding('No.', 'Look.')] }, { rungs: [failed] }))).toContain(said);
});

test('a rung that we broke is what to try again, on the machine as it was', () => {
  const broken = { ...finding('upgrades: no engine', 'Try again.'), rule: 'trial-broken', data: { rung: 'upgrades' } };
  const open: Rung = { ...(RUNGS[0] as Rung), id: 'upgrades', status: 'unverified', reason: 'no engine' };
  const text = show(report({ verdict: 'broken', findings: [broken] }, { rungs: [...RUNGS, open], slowdown: 3.2 }));
  expect(text).toContain('next: npm run trial -- wiki --rung upgrades\n');
  expect(text).toContain('a machine 3.2 times slower than usual');
});

test('what could not be tried is what to try again', () => {
  const open: Rung = { ...(RUNGS[0] as Rung), id: 'upgrades', status: 'unverified', reason: 'no canary' };
  const warning = { ...finding('no canary', 'Nothing.'), rule: 'upgrades' };
  const text = show(report({ verdict: 'unverified', findings: [warning] }, { rungs: [...RUNGS, open] }));
  expect(text).toContain('next: npm run trial -- wiki --rung upgrades\n');
});

test('what we broke says so and asks for another try', () => {
  const findings = [finding('the daemon died', 'Try again.')];
  expect(show(report({ verdict: 'broken', findings }, { rungs: [] }))).toMatchInlineSnapshot(`
    "✗ wiki 1.0.0+2  broken after 12.3 s
      no rung was reached
      the daemon died
      └ Try again.
      next: npm run trial -- wiki
    "
  `);
});

test('a rehearsal never looks like a proof', () => {
  const image = {
    reference: 'postgres:17',
    services: ['db'],
    available: true,
    source: 'stand-in',
    digest: '',
    sizeBytes: 1,
    notes: [],
  } as const;
  const text = show(report({}, { rehearsed: true, images: [image] }));
  expect(text).toContain('rehearsed with stand-ins, which proves no app');
  expect(text).toContain('stand-in for postgres:17');
});
