import type pc from 'picocolors';
import type { Verdict } from '../types.ts';
import { reachedLevel } from './levels.ts';
import { provenInWords } from './proven.ts';
import type { Certification } from './store.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** One line per recipe with its level, and every reason of a refusal below it. */
export function prettyCertifications(certifications: readonly Certification[], colors: Colors): string {
  const rows = certifications.map(({ result, levels, rungs, verdict }) => {
    const { recipe, version } = result.issued ? result.certificate.subject : result.subject;
    const level = reachedLevel(levels);
    return {
      cells: [recipe, version ?? 'no version', level === null ? 'no level' : `level ${level.level} ${level.name}`],
      outcome: result.issued
        ? colors.green(`certificate until ${result.certificate.expiresAt.slice(0, 10)}, unsigned`)
        : paint(verdict, colors)(`refused: ${verdict}`),
      reasons: result.issued
        ? [...caveats(levels), provenInWords(levels, rungs) ?? [], cap(levels)].flat()
        : result.reasons,
    };
  });
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map(({ cells }) => cells[column]?.length ?? 0)));
  return rows
    .flatMap(({ cells, outcome, reasons }) => [
      [...cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)), outcome].join('  '),
      ...reasons.map((reason) => colors.dim(`  ${reason}`)),
    ])
    .join('\n')
    .concat('\n');
}

function caveats(levels: Certification['levels']): readonly string[] {
  return levels.flatMap(({ reached, name, reason }) => (reached && reason !== null ? [`${name}: ${reason}`] : []));
}

/** What keeps it from the next level. */
function cap(levels: Certification['levels']): readonly string[] {
  const missed = levels.find(({ reached }) => !reached);
  return missed === undefined ? [] : [`not ${missed.name}: ${missed.reason}`];
}

function paint(verdict: Verdict, colors: Colors): (text: string) => string {
  return verdict === 'fail' ? colors.red : verdict === 'broken' ? colors.magenta : colors.yellow;
}
