/** What a scan may find, in the words of a reader who sees it for the first time. */
import type { PrintedRule } from '../report/rules.ts';
import type { Severity } from '../types.ts';
import { FAULT_HELP, type FaultKind } from './fault.ts';

export const SCAN_RULES: readonly PrintedRule[] = [
  rule('vulnerability-fixable', 'error', 'A known flaw in an image could be repaired', {
    why: 'Somebody has repaired the flaw, and the image still holds the old package. How bad it must be, and after how many days, stands in scripts/scan-policy.json.',
    fix: 'Take a newer tag of the image, or build ours anew. Where neither helps, waive the flaw by its number with the reason why it does not matter here, or say so in vex.json.',
    refs: ['https://openvex.dev', 'https://trivy.dev'],
  }),
  rule('vulnerability-exploited', 'error', 'A flaw in an image is used in attacks', {
    why: 'The flaw is on the list of those that are known to be exploited: it will be tried on you, repairable or not.',
    fix: 'Take a repaired image at once; until there is one, take the app from where it can be reached.',
    refs: ['https://www.cisa.gov/known-exploited-vulnerabilities-catalog'],
  }),
  rule('image-secret', 'error', 'A layer of an image holds a credential', {
    why: 'Everybody who can pull the image can read it, also when a later layer deletes the file.',
    fix: 'Build the image anew without it, and replace it wherever it is used.',
    refs: [],
  }),
  rule('recipe-secret', 'error', 'A file of the recipe holds a credential', {
    why: 'Recipes are public, with all their history: whoever reads it has it.',
    fix: 'Take it out, replace it wherever it is used, and let swarm hand it over as a secret.',
    refs: ['https://docs.docker.com/engine/swarm/secrets/'],
  }),
  rule('image-end-of-life', 'error', 'An image is built on a distribution that gets no repairs any more', {
    why: 'Flaws found from now on are neither repaired nor, mostly, written down: a quiet scan says nothing.',
    fix: 'Take a tag on a release that is maintained, or waive the rule with the day by which it will be.',
    refs: ['https://endoflife.date'],
  }),
  rule('licence-denied', 'error', 'An image holds software that is not libre', {
    why: 'A recipe here is for libre apps; a hoster who relies on that must not find out later.',
    fix: 'Replace the package, or waive the rule with the reason why it may stay.',
    refs: ['https://spdx.org/licenses/'],
  }),
  rule('vex-invalid', 'error', 'vex.json is no OpenVEX document', {
    why: 'What cannot be read excuses nothing: every flaw counts as if the file were not there.',
    fix: 'Write it as OpenVEX 0.2, each "not_affected" with its justification.',
    refs: ['https://openvex.dev'],
  }),
  rule('waiver-expired', 'error', 'A waiver is past its date', {
    why: 'A waiver is a promise to look again on that day.',
    fix: 'Repair what it covered, or renew it with a new date and a reason that still holds.',
    refs: [],
  }),
  rule('waiver-unused', 'warning', 'A waiver covers nothing', {
    why: 'It would silence the flaw the next time, when nobody expects it.',
    fix: 'Remove it.',
    refs: [],
  }),
  ...(Object.entries(FAULT_HELP) as readonly (readonly [FaultKind, string])[]).map(([kind, fix]) =>
    rule(kind, 'error', `Nothing was scanned: ${kind.replaceAll('-', ' ')}`, {
      why: 'What was not looked at is never called clean. This says nothing about the recipe.',
      fix,
      refs: [],
    }),
  ),
];

function rule(id: string, severity: Severity, summary: string, docs: PrintedRule['docs']): PrintedRule {
  return { id, family: 'security', severity, summary, docs };
}
