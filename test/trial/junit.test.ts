import { expect, test } from 'vitest';
import { junitReports } from '../../scripts/lib/trial/junit.ts';
import type { Finding, TrialReport } from '../../scripts/lib/types.ts';
import { lintReport, rung, trialReport } from '../certificate/sample.ts';

const FAILED = rung('answers', {
  status: 'fail',
  reason: 'GET / says <b>"no" & nothing\u001b[31m</b>.',
  base: { ref: 'main', status: 'pass', blame: 'this change' },
  evidence: [{ kind: 'log', title: 'Last lines of app', text: 'a < b\n\ud800 ]]>' }],
});

function broken(): TrialReport {
  const finding: Finding = {
    step: 'trial',
    rule: 'trial-broken',
    severity: 'error',
    message: 'upgrades: no engine',
    help: 'Try again.',
    path: null,
    place: null,
    data: { rung: 'upgrades' },
  };
  const rungs = [
    rung('deploys'),
    FAILED,
    rung('removes', { status: 'skip', reason: 'stays' }),
    rung('upgrades', { status: 'unverified', reason: 'no engine' }),
    rung('restores', { status: 'unverified', reason: 'no canary' }),
  ];
  return trialReport({ rungs }, 'broken', { findings: [finding] });
}

test('a suite per recipe, a case per rung; what could not be tried is never a pass, what we broke no failure', () => {
  expect(junitReports([broken()])).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites tests="5" failures="1" errors="1" skipped="2" time="5.000">
      <testsuite name="notes 1.1.0+2.0" timestamp="2026-03-01T10:00:00" tests="5" failures="1" errors="1" skipped="2" time="5.000">
        <testcase classname="notes" name="deploys" time="1.000"/>
        <testcase classname="notes" name="answers" time="1.000">
          <failure message="GET / says &lt;b&gt;&quot;no&quot; &amp; nothing�[31m&lt;/b&gt;.">GET / says &lt;b&gt;"no" &amp; nothing�[31m&lt;/b&gt;.

    this change (main)

    again: npm run trial -- notes --rung answers

    Last lines of app
    a &lt; b
    � ]]&gt;</failure>
        </testcase>
        <testcase classname="notes" name="removes" time="1.000">
          <skipped message="stays"></skipped>
        </testcase>
        <testcase classname="notes" name="upgrades" time="1.000">
          <error message="unverified: no engine"></error>
        </testcase>
        <testcase classname="notes" name="restores" time="1.000">
          <skipped message="unverified: no canary"></skipped>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `);
});

test('what lint refuses is a failed suite', () => {
  const xml = junitReports([lintReport({ verdict: 'fail' }), trialReport()]);
  expect(xml).toContain('<testsuites tests="4" failures="1" errors="0" skipped="0"');
  expect(xml).toMatch(/name="lint" time="0.012">\s*<failure message="fail">/);
});

/** Enough of XML to see that every tag is closed by its own, and that text holds neither bare marks nor control characters. */
function expectWellFormed(xml: string): void {
  const open: string[] = [];
  const body = xml.replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/, '');
  for (const [, text = '', close, name = '', attributes = '', empty] of body.matchAll(
    /([^<]*)(?:<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>|$)/g,
  )) {
    expect(text).not.toContain('>');
    expect(`${text}${attributes}`.replaceAll(/&(?:amp|lt|gt|quot);/g, '')).not.toContain('&');
    if (close === '/') expect(open.pop()).toBe(name);
    else if (name !== '' && empty !== '/') open.push(name);
  }
  expect(open).toEqual([]);
  expect(xml.isWellFormed()).toBe(true);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/);
}

test('it is XML, whatever an app wrote', () => {
  expectWellFormed(junitReports([broken(), lintReport({ verdict: 'fail' })]));
  expectWellFormed(junitReports([]));
  expect(() => expectWellFormed('<a><b></a>')).toThrow();
});
