import type { Severity } from '../types.ts';
import type { PrintedRule } from './rules.ts';

export const LEVELS: { readonly [severity in Severity]: string } = { error: 'error', warning: 'warning', info: 'note' };

/** 0 to 10, as forges sort security alerts: from 7 up high, from 4 up medium. */
const SECURITY = { error: '8.0', warning: '5.0', info: '2.0' } as const;
const PROBLEM = { error: 'error', warning: 'warning', info: 'recommendation' } as const;

/** What code scanning shows of a rule. */
export function sarifRule({ id, family, severity, summary, docs }: PrintedRule, site: string | null): object {
  const based = docs.refs.length === 0 ? '' : `Based on: ${docs.refs.join(' · ')}`;
  const text = [docs.why, docs.fix, based].filter((part) => part !== '').join('\n\n');
  const markdown = [`**Why** ${docs.why}`, `**Fix** ${docs.fix}`, based].filter((part) => part !== '').join('\n\n');
  return {
    id,
    name: id.replaceAll(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase()),
    shortDescription: { text: `${summary}.` },
    fullDescription: { text: docs.why },
    help: { text, markdown },
    ...(site === null ? {} : { helpUri: `${site}rules/${id}/` }),
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      tags: ['compose', 'swarm', family].filter((tag, index, tags) => tags.indexOf(tag) === index),
      precision: 'high',
      'problem.severity': PROBLEM[severity],
      ...(family === 'security' ? { 'security-severity': SECURITY[severity] } : {}),
    },
  };
}
