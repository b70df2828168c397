/** A trial's report → text for a terminal: what went wrong first, beside it what the app said, then the rungs. */
import type pc from 'picocolors';
import { plainText } from '../report/plain-text.ts';
import type { Evidence, Rung, TrialReport } from '../types.ts';
import { CLIMBS } from './climbs.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** With the evidence it must stay on one screen. */
const LOG_LINES = 12;

/** `folder`: where the report and its evidence lie, as a reader would type it. */
export function prettyTrial(report: TrialReport, folder: string, colors: Colors): string {
  const { subject, verdict, durationMs, trial } = report;
  const marks = { pass: colors.green('✓'), fail: colors.red('✗'), broken: colors.magenta('✗') } as const;
  const mark = verdict === 'unverified' ? colors.yellow('?') : marks[verdict];
  const name = [subject.recipe, subject.version ?? 'no version'].map(plainText).join(' ');
  const what = trial.rehearsed && verdict === 'pass' ? 'rehearsed with stand-ins, which proves no app' : verdict;
  return [
    `${mark} ${colors.bold(name)}  ${what} after ${(durationMs / 1000).toFixed(1)} s`,
    ...(verdict === 'pass' ? trial.rungs.map((rung) => rungLine(rung, colors)) : [ladderLine(trial.rungs, colors)]),
    ...firstFact(report, colors),
    ...howItRan(report).map((line) => colors.dim(`  ${line}`)),
    ...nextCommands(report, folder).map((command) => `  ${colors.dim('next:')} ${command}`),
    '',
  ].join('\n');
}

function rungLine(rung: Rung, colors: Colors): string {
  return `  ${rung.id.padEnd(8)} ${paint(rung, colors)}  ${saying(rung)}`.trimEnd();
}

function ladderLine(rungs: readonly Rung[], colors: Colors): string {
  if (rungs.length === 0) return `  ${colors.dim('no rung was reached')}`;
  return `  ${rungs.map((rung) => `${rung.id} ${paint(rung, colors)}`).join(', ')}`;
}

/** The first thing that went wrong, its repair, and the lines the app wrote before. */
function firstFact({ findings, trial, verdict }: TrialReport, colors: Colors): readonly string[] {
  const [finding] = findings;
  if (finding === undefined) return [];
  const bad = trial.rungs.find(({ status }) => status === 'fail');
  const log = bad?.evidence.find(({ kind, text }) => (kind === 'log' || kind === 'leftovers') && (text ?? '') !== '');
  const message = plainText(finding.message);
  return [
    `  ${verdict === 'unverified' ? colors.yellow(message) : colors.red(message)}`,
    ...(log === undefined ? [] : quoted(log, colors)),
    `  ${colors.dim('└')} ${plainText(finding.help)}`,
  ];
}

function quoted({ title, text = '' }: Evidence, colors: Colors): readonly string[] {
  const lines = text.split('\n').slice(-LOG_LINES);
  return [title, ...lines].map((line) => `  ${colors.dim('│')} ${plainText(line).slice(0, 200)}`);
}

function paint({ status }: Rung, colors: Colors): string {
  if (status === 'pass') return colors.green(status);
  return status === 'fail' ? colors.red(status) : colors.yellow(status);
}

/** Why it was skipped, or what was measured. */
function saying(rung: Rung): string {
  const { id, status, reason, measures } = rung;
  if (status !== 'pass') return plainText(reason ?? '');
  const { secondsToHealthy = 0, memoryIdleBytes = 0, imageBytes = 0, probes = 0, slowestMs = 0 } = measures;
  if (id === 'deploys') {
    return `healthy in ${secondsToHealthy.toFixed(1)} s, ${megabytes(memoryIdleBytes)} of memory, images ${megabytes(imageBytes)}`;
  }
  if (id === 'answers') return `${probes} ${probes === 1 ? 'probe' : 'probes'}, the slowest ${slowestMs} ms`;
  return plainText(CLIMBS.find((climb) => climb.id === id)?.saying(rung) ?? '');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(0)} MB`;
}

function howItRan({ trial }: TrialReport): readonly string[] {
  const { engine, edge, images } = trial;
  const standIns = images.filter((image) => image.available && image.source === 'stand-in');
  return [
    ...(engine === null
      ? []
      : [`engine ${engine.provider}, Docker ${engine.engineVersion}${edge === null ? '' : `, edge ${edge.kind}`}`]),
    ...standIns.map(({ reference }) => `stand-in for ${plainText(reference)}`),
  ];
}

/** To understand it, then to see whether it is repaired. */
function nextCommands({ subject, verdict, trial }: TrialReport, folder: string): readonly string[] {
  const again = `npm run trial -- ${subject.recipe}`;
  if (verdict === 'pass') return trial.rehearsed ? [] : [`npm run certify -- ${subject.recipe}`];
  if (verdict === 'unverified') return [`${again} --stand-ins`];
  const files = trial.rungs.find(({ status }) => status === 'fail')?.evidence.flatMap(({ file }) => file ?? []) ?? [];
  const log = files.find((file) => file.includes('/log-')) ?? files[0];
  return log === undefined ? [again] : [`less '${folder}/${log}'`, again];
}
