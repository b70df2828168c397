/** Rules → text for a terminal: `--list-rules` and `--explain`. */
import type pc from 'picocolors';
import type { Severity } from '../types.ts';
import { paintSeverity } from './severity.ts';
import { wrap } from './wrap.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** What a printer needs to know of a rule. */
export interface PrintedRule {
  readonly id: string;
  readonly family: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly waivable?: boolean;
  readonly docs: { readonly why: string; readonly fix: string; readonly refs: readonly string[] };
}

/** What the rules of a family look at. */
const FAMILIES: { readonly [family: string]: string } = {
  format: 'can the files be read as they are meant',
  recipe: 'is it a whole recipe that a hoster can rely on',
  swarm: 'what docker stack deploy really does',
  image: 'which bytes run',
  security: 'what a stack must not do to its host, its neighbours and its data',
  reading: 'found while the files are read',
  runner: 'of lint itself, and of waivers',
};

/** One line per rule, sorted by id within its family, and their number. */
export function ruleList(rules: readonly PrintedRule[], colors: Colors): string {
  const width = Math.max(0, ...rules.map(({ id }) => id.length));
  const blocks = [...Map.groupBy(rules, ({ family }) => family)].map(([family, members]) => {
    const lines = members
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, severity, summary }) => `${id.padEnd(width)}  ${paintSeverity(severity, colors)}  ${summary}`);
    const title = colors.bold(family) + colors.dim(`: ${FAMILIES[family] ?? ''} (${members.length})`);
    return [title, ...lines, ''].join('\n');
  });
  const more = colors.dim('npm run lint -- --explain RULE tells why it matters and what to do');
  return `${blocks.join('\n')}\n${rules.length} rules; ${more}\n`;
}

/** The same for programs. */
export function rulesJson(rules: readonly PrintedRule[]): string {
  const values = rules.map(({ id, family, severity, summary, waivable = true, docs: { why, fix, refs } }) => {
    return { id, family, severity, summary, waivable, docs: { why, fix, refs } };
  });
  return `${JSON.stringify(values, null, 2)}\n`;
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
