/** What a scan may find, in the words of a reader who sees it for the first time. */
import { RUNNING } from '../lint/texts.ts';
import type { PrintedRule } from '../report/rules.ts';
import { FAULT_HELP, type FaultKind } from './fault.ts';

/** Of what a scan finds, by id. Each is an error unless the policy says less. */
const FOUND: { readonly [id: string]: { readonly summary: string } & PrintedRule['docs'] } = {
  'vulnerability-fixable': {
    summary: 'A known flaw in an image could be repaired',
    why: 'Somebody has repaired the flaw, and the image still holds the old package. How bad it must be, and after how many days, stands in scripts/scan-policy.json.',
    fix: 'Take a newer tag of the image, or build ours anew. Where neither helps, waive the flaw by its number with the reason why it does not matter here, or say so in vex.json.',
    refs: ['https://openvex.dev', 'https://trivy.dev'],
  },
  'vulnerability-exploited': {
    summary: 'A flaw in an image is used in attacks',
    why: 'The flaw is on the list of those that are known to be exploited: it will be tried on you, repairable or not.',
    fix: 'Take a repaired image at once; until there is one, take the app from where it can be reached.',
    refs: ['https://www.cisa.gov/known-exploited-vulnerabilities-catalog'],
  },
  'image-secret': {
    summary: 'A layer of an image holds a credential',
    why: 'Everybody who can pull the image can read it, also when a later layer deletes the file.',
    fix: 'Build the image anew without it, and replace it wherever it is used.',
    refs: [],
  },
  'recipe-secret': {
    summary: 'A file of the recipe holds a credential',
    why: 'Recipes are public, with all their history: whoever reads it has it.',
    fix: 'Take it out, replace it wherever it is used, and let swarm hand it over as a secret.',
    refs: ['https://docs.docker.com/engine/swarm/secrets/'],
  },
  'image-end-of-life': {
    summary: 'An image is built on a distribution that gets no repairs any more',
    why: 'Flaws found from now on are neither repaired nor, mostly, written down: a quiet scan says nothing.',
    fix: 'Take a tag on a release that is maintained, or waive the rule with the day by which it will be.',
    refs: ['https://endoflife.date'],
  },
  'licence-denied': {
    summary: 'An image holds software that is not libre',
    why: 'A recipe here is for libre apps; a hoster who relies on that must not find out later.',
    fix: 'Replace the package, or waive the rule with the reason why it may stay.',
    refs: ['https://spdx.org/licenses/'],
  },
  'vex-invalid': {
    summary: 'vex.json is no OpenVEX document',
    why: 'What cannot be read excuses nothing: every flaw counts as if the file were not there.',
    fix: 'Write it as OpenVEX 0.2, each "not_affected" with its justification.',
    refs: ['https://openvex.dev'],
  },
};

export const SCAN_RULES: readonly PrintedRule[] = [
  ...Object.entries(FOUND).map(([id, { summary, ...docs }]) => rule(id, summary, docs)),
  // What a waiver is, lint says already.
  ...RUNNING.filter(({ id }) => id === 'waiver-expired' || id === 'waiver-unused'),
  ...(Object.entries(FAULT_HELP) as readonly (readonly [FaultKind, string])[]).map(([kind, fix]) =>
    rule(kind, `Nothing was scanned: ${kind.replaceAll('-', ' ')}`, {
      why: 'What was not looked at is never called clean. This says nothing about the recipe.',
      fix,
      refs: [],
    }),
  ),
];

function rule(id: string, summary: string, docs: PrintedRule['docs']): PrintedRule {
  return { id, family: 'security', severity: 'error', summary, docs };
}
