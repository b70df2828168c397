import type { Severity } from '../types.ts';
import type { RuleEntry } from './rulebook.ts';
import type { Tone } from './words.ts';

/** In the order they are shown. */
export const FAMILY_WORDS: readonly {
  readonly family: RuleEntry['family'];
  readonly title: string;
  readonly about: string;
}[] = [
  { family: 'format', title: 'Format', about: 'Whether the files can be read as they are meant.' },
  { family: 'recipe', title: 'Recipe', about: 'Whether it is a whole recipe that a hoster can rely on.' },
  { family: 'swarm', title: 'Swarm', about: 'What docker stack deploy really does with the file.' },
  { family: 'image', title: 'Images', about: 'Which bytes run.' },
  {
    family: 'security',
    title: 'Security',
    about: 'What a stack must not do to its host, to its neighbours and to its data.',
  },
  { family: 'reading', title: 'Reading', about: 'Found before any rule looks: what cannot be read cannot be trusted.' },
  { family: 'runner', title: 'Waivers and the run', about: 'Found by lint about itself and about accepted findings.' },
];

export const SEVERITY_TONES: { readonly [severity in Severity]: Tone } = {
  error: 'bad',
  warning: 'unsure',
  info: 'neutral',
};

export const SEVERITY_MEANS: { readonly [severity in Severity]: string } = {
  error: 'Lint fails: the stack cannot be deployed or run, or it breaks a rule of security or of this commons.',
  warning: 'It deploys, and something will go wrong for somebody.',
  info: 'Worth knowing.',
};

/** What goes into recipe.yml to accept a finding for a time. */
export function waiverOf(rule: string): string {
  return `waivers:\n  - rule: ${rule}\n    reason: why it is right here\n    until: YYYY-MM-DD\n`;
}
