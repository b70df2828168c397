/** Reports → JUnit XML, for whatever shows test results: a suite per recipe, a case per rung. */
import { plainText } from '../report/plain-text.ts';
import type { Report, Rung, TrialReport } from '../types.ts';
import { againCommand } from './again.ts';
import { brokenRungs } from './report.ts';

interface Case {
  readonly name: string;
  readonly seconds: number;
  readonly outcome: {
    readonly tag: 'failure' | 'error' | 'skipped';
    readonly message: string;
    readonly text: string;
  } | null;
}

export function junitReports(reports: readonly Report[]): string {
  const suites = reports.map((report) => ({ report, cases: casesOf(report) }));
  const all = suites.flatMap(({ cases }) => cases);
  const lines = suites.flatMap(({ report, cases }) => suite(report, cases));
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites ${counts(all)}>`, ...lines, '</testsuites>', ''].join(
    '\n',
  );
}

function suite({ subject, startedAt, ...report }: Report, cases: readonly Case[]): readonly string[] {
  const variant = 'trial' in report ? (report as unknown as TrialReport).trial.variant : undefined;
  const name = [subject.recipe, subject.version ?? 'no version', ...(variant === undefined ? [] : [variant])].join(' ');
  return [
    `  <testsuite name=${quoted(name)} timestamp=${quoted(startedAt.slice(0, 19))} ${counts(cases)}>`,
    ...cases.flatMap(({ name: rung, seconds, outcome }) => {
      const open = `    <testcase classname=${quoted(subject.recipe)} name=${quoted(rung)} time="${seconds.toFixed(3)}"`;
      if (outcome === null) return [`${open}/>`];
      const { tag, message, text } = outcome;
      return [`${open}>`, `      <${tag} message=${quoted(message)}>${escaped(text)}</${tag}>`, '    </testcase>'];
    }),
    '  </testsuite>',
  ];
}

function counts(cases: readonly Case[]): string {
  const of = (tag: string) => cases.filter(({ outcome }) => outcome?.tag === tag).length;
  const seconds = cases.reduce((sum, each) => sum + each.seconds, 0).toFixed(3);
  return `tests="${cases.length}" failures="${of('failure')}" errors="${of('error')}" skipped="${of('skipped')}" time="${seconds}"`;
}

function casesOf(report: Report): readonly Case[] {
  if (!('trial' in report)) {
    const text = report.findings.map(({ message, help }) => `${message} ${help}`).join('\n');
    const message = report.findings[0]?.message ?? report.verdict;
    return [{ name: report.step, seconds: report.durationMs / 1000, outcome: { tag: 'failure', message, text } }];
  }
  const trial = report as TrialReport;
  const broken = brokenRungs(trial);
  return trial.trial.rungs.map((rung) => ({
    name: rung.id,
    seconds: rung.durationMs / 1000,
    outcome: outcomeOf(rung, broken.includes(rung.id), againCommand(trial, [rung.id])),
  }));
}

/** What could not be tried is skipped, not passed; what we broke is an error, not a failure of the recipe. */
function outcomeOf(rung: Rung, broken: boolean, again: string): Case['outcome'] {
  const { status, reason = status, base, evidence } = rung;
  if (status === 'pass') return null;
  if (status === 'skip') return { tag: 'skipped', message: reason, text: '' };
  if (status === 'unverified') return { tag: broken ? 'error' : 'skipped', message: `unverified: ${reason}`, text: '' };
  const blamed = base === undefined ? [] : [`${base.blame} (${base.ref})`];
  const kept = evidence.flatMap(({ title, text }) => (text === undefined ? [] : [`${title}\n${text}`]));
  return { tag: 'failure', message: reason, text: [reason, ...blamed, `again: ${again}`, ...kept].join('\n\n') };
}

function quoted(text: string): string {
  return `"${escaped(text).replaceAll('"', '&quot;').replaceAll('\n', ' ')}"`;
}

/** XML has no way to write a control character or half of a pair. */
function escaped(text: string): string {
  const plain = text.toWellFormed().split('\n').map(plainText).join('\n');
  return plain
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\ufffe\uffff]/g, '\ufffd');
}
