/** Rules → text for a terminal: `--list-rules` and `--explain`. */
import type pc from 'picocolors';
import type { Severity } from '../types.ts';
import { paintSeverity } from './severity.ts';
import { wrap } from './wrap.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** What a printer needs to know of a rule. */
export interface PrintedRule {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly waivable?: boolean;
  readonly docs: { readonly why: string; readonly fix: string; readonly refs: readonly string[] };
}

/** One line per rule, sorted by id, and their number. */
export function ruleList(rules: readonly PrintedRule[], colors: Colors): string {
  const width = Math.max(0, ...rules.map(({ id }) => id.length));
  const lines = rules
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, severity, summary }) => `${id.padEnd(width)}  ${paintSeverity(severity, colors)}  ${summary}`);
  const more = colors.dim('npm run lint -- --explain RULE tells why it matters and what to do');
  return `${lines.join('\n')}\n\n${rules.length} rules; ${more}\n`;
}

/** Why a rule exists, how to satisfy it and whether a recipe may waive it. */
export function ruleExplanation(rule: PrintedRule, colors: Colors, width: number): string {
  const waiver =
    rule.waivable === false
      ? 'It cannot be waived: it protects more than the recipe itself.'
      : `To accept it for a time, in recipe.yml: {rule: ${rule.id}, reason: …, until: YYYY-MM-DD} under "waivers".`;
  const parts = [
    ['Why', rule.docs.why],
    ['Fix', rule.docs.fix],
    ['Waiver', waiver],
    ...(rule.docs.refs.length === 0 ? [] : [['Based on', rule.docs.refs.join(' · ')] as const]),
  ] as const;
  const sections = parts.map(([title, text]) => {
    const lines = wrap(text, Math.min(width, 100) - 10);
    return lines.map((line, index) => `${colors.dim((index === 0 ? title : '').padEnd(8))}  ${line}`).join('\n');
  });
  return `${colors.bold(rule.id)}  ${paintSeverity(rule.severity, colors).trimEnd()}\n${rule.summary}.\n\n${sections.join('\n\n')}\n`;
}
