/** A trial's report → text for a terminal: what went wrong first, beside it what the app said, then the rungs. */
import type pc from 'picocolors';
import { plainText } from '../report/plain-text.ts';
import type { BaseRung, EngineFacts, Evidence, Rung, RungId, TrialReport } from '../types.ts';
import { againCommand } from './again.ts';
import { CLIMBS } from './climbs.ts';
import { brokenRungs } from './report.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** With the evidence it must stay on one screen. */
const LOG_LINES = 12;

/** `folder`: where the report and its evidence lie, as a reader would type it. */
export function prettyTrial(report: TrialReport, folder: string, colors: Colors): string {
  const { subject, verdict, durationMs, trial } = report;
  const marks = { pass: colors.green('✓'), fail: colors.red('✗'), broken: colors.magenta('✗') } as const;
  const mark = verdict === 'unverified' ? colors.yellow('?') : marks[verdict];
  const variant = trial.variant === undefined ? [] : [`with ${trial.variant}`];
  const name = [subject.recipe, subject.version ?? 'no version', ...variant].map(plainText).join(' ');
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
  return `  ${rung.id.padEnd(10)} ${paint(rung, colors)}  ${saying(rung)}`.trimEnd();
}

function ladderLine(rungs: readonly Rung[], colors: Colors): string {
  if (rungs.length === 0) return `  ${colors.dim('no rung was reached')}`;
  return `  ${rungs.map((rung) => `${rung.id} ${paint(rung, colors)}`).join(', ')}`;
}

/** The first thing that went wrong, its repair, what was kept beside it, and what else failed. */
function firstFact({ findings, trial, verdict }: TrialReport, colors: Colors): readonly string[] {
  const [finding, ...others] = findings;
  if (finding === undefined) return [];
  const bad = trial.rungs.find(({ id, status }) => status === 'fail' && id === finding.rule);
  const beside = bad === undefined ? [] : BESIDE.map((kinds) => bad.evidence.find((each) => isShown(each, kinds)));
  const paint = verdict === 'unverified' || finding.severity === 'warning' ? colors.yellow : colors.red;
  return [
    `  ${paint(plainText(finding.message))}`,
    ...beside.flatMap((evidence) => (evidence === undefined ? [] : quoted(evidence, colors))),
    `  ${colors.dim('└')} ${plainText(finding.help)}`,
    ...(bad?.base === undefined ? [] : [`  ${blame(bad.base)}`]),
    ...others
      .filter(({ severity }) => severity === 'error')
      .map(({ rule, message }) => `  ${colors.red('✗')} ${rule}: ${plainText(message)}`),
  ];
}

/** One of each, the first there is: what was said, then what happened. */
const BESIDE: readonly (readonly Evidence['kind'][])[] = [['log', 'health', 'leftovers', 'canaries'], ['timeline']];

function isShown({ kind, text = '' }: Evidence, kinds: readonly Evidence['kind'][]): boolean {
  return kinds.includes(kind) && text !== '';
}

function blame({ ref, status, reason, blame: whose }: BaseRung): string {
  const there = reason === undefined ? status : `${status}, ${reason}`;
  if (whose === 'unknown') return plainText(`whether it was already so on ${ref} cannot be told (${there})`);
  if (whose === 'already so') return plainText(`it was already so on ${ref} (${there})`);
  return plainText(`this change broke it: on ${ref} ${status === 'absent' ? 'there is no such recipe' : 'it passes'}`);
}

function quoted({ kind, title, text = '' }: Evidence, colors: Colors): readonly string[] {
  const lines = text.split('\n').slice(kind === 'timeline' ? 0 : -LOG_LINES);
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
  const { secondsToHealthy = 0, memoryIdleBytes = 0, imageBytes = 0, probes = 0, slowestMs = 0, ports = 0 } = measures;
  const web = probes === 0 ? [] : [`${counted(probes, 'probe')}, the slowest ${slowestMs} ms`];
  if (id === 'deploys') {
    return `healthy in ${secondsToHealthy.toFixed(1)} s, ${megabytes(memoryIdleBytes)} of memory, images ${megabytes(imageBytes)}`;
  }
  if (id === 'answers') return [...(ports === 0 ? [] : [counted(ports, 'port')]), ...web].join(', ');
  return plainText(CLIMBS.find((climb) => climb.id === id)?.saying(rung) ?? '');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(0)} MB`;
}

function howItRan({ trial }: TrialReport): readonly string[] {
  const { engine, edge, images, slowdown = 1 } = trial;
  const standIns = images.filter((image) => image.available && image.source === 'stand-in');
  return [
    ...(engine === null ? [] : [`${engineLine(engine)}${edge === null ? '' : `, edge ${edge.kind}`}`]),
    ...(slowdown > 1 ? [`a machine ${slowdown.toFixed(1)} times slower than usual`] : []),
    ...standIns.map(({ reference }) => `stand-in for ${plainText(reference)}`),
  ];
}

/** None when nothing was proven: then it is all that is to be tried again. */
function unverifiedRungs({ verdict, trial: { rungs } }: TrialReport): readonly RungId[] {
  if (verdict !== 'unverified' || !rungs.some(({ status }) => status === 'pass')) return [];
  return rungs.filter(({ status }) => status === 'unverified').map(({ id }) => id);
}

function noImage({ images, rehearsed }: TrialReport['trial']): boolean {
  return !rehearsed && images.some(({ available }) => !available);
}

function engineLine({ provider, engineVersion, nodes }: EngineFacts): string {
  return `engine ${provider}, Docker ${engineVersion}${nodes > 1 ? `, ${nodes} nodes` : ''}`;
}

/** To understand it, then to see whether it is repaired. */
function nextCommands(report: TrialReport, folder: string): readonly string[] {
  const { subject, verdict, trial } = report;
  if (verdict === 'pass') return trial.rehearsed ? [] : [`npm run certify -- ${subject.recipe}`];
  const failed = trial.rungs.filter(({ status }) => status === 'fail').map(({ id }) => id);
  const open = verdict === 'broken' ? brokenRungs(report) : unverifiedRungs(report);
  const again = againCommand(report, [...failed, ...open]);
  if (verdict === 'unverified') return noImage(trial) ? [`${again} --stand-ins`] : [again];
  const seen = trial.rungs.find(
    ({ status, evidence }) => status === 'fail' || (status === 'unverified' && evidence.length > 0),
  );
  const files = seen?.evidence.flatMap(({ file }) => file ?? []) ?? [];
  const log = files.find((file) => file.includes('/log-')) ?? files[0];
  return log === undefined ? [again] : [`less '${folder}/${log}'`, again];
}
