/** Where our model and the CLI part, each with its reason. One that is no longer there has to go from this list. */

export interface Difference {
  readonly topic: string;
  /** Of the case; a text stands for itself. */
  readonly name: string | RegExp;
  /** `verdict`: one accepts what the other refuses; `meaning`: both accept, and read something else. */
  readonly of: 'verdict' | 'meaning';
  readonly why: string;
}

const DATES = 'Docker makes a date of it and prints that as Go does; we keep the text';
const GO_NUMBERS = 'Docker prints the number as Go does, 1e+21; we keep how it is written';
const BEYOND =
  'the number is beyond what JavaScript counts exactly; we keep its text, Docker what is left of it in 32 or 64 bits';

export const DIFFERENCES: readonly Difference[] = [
  {
    topic: 'document',
    name: 'lines ended by CR alone',
    of: 'verdict',
    why: 'our YAML library takes no lone CR for the end of a line; no editor has written them for twenty years',
  },
  {
    topic: 'document',
    name: 'a tab inside of flow',
    of: 'verdict',
    why: 'YAML forbids tabs as indentation, and our library heeds it within brackets too',
  },
  { topic: 'document', name: 'an alias as a key', of: 'verdict', why: 'we ask that keys be written out' },
  {
    topic: 'document',
    name: 'a tag of the image | !!str',
    of: 'verdict',
    why: 'Docker wants a space between a tag and a closing bracket, YAML does not',
  },
  {
    topic: 'document',
    name: /^(?:brackets over lines, (?:all|less)|braces over lines|a quoted text over lines)/,
    of: 'verdict',
    why: 'YAML wants what continues on a line of its own indented, and our library heeds that within brackets and quotes too',
  },
  {
    topic: 'document',
    name: /^(?:the first key indented more|what follows the first mapping|text after a flow mapping)/,
    of: 'verdict',
    why: 'Docker stops where the first mapping ends, and never sees the rest; that is too much to lose without a word',
  },
  {
    topic: 'document',
    name: 'the block of a text | |# comment',
    of: 'verdict',
    why: 'YAML wants a space before the comment, Docker does not',
  },
  {
    topic: 'document',
    name: 'an alias used as a key within braces',
    of: 'verdict',
    why: 'we ask that keys be written out',
  },
  {
    topic: 'document',
    name: /^no space after the colon .*\| (?:\?hostname: a|labels: \{a: b:\})$/,
    of: 'verdict',
    why: 'YAML 1.1 and 1.2 part on what ":" and "?" mean within braces, and our library reads 1.2',
  },
  {
    topic: 'document',
    name: String.raw`a colon within a plain entry | "\ud83d\ude00"`,
    of: 'verdict',
    why: 'JSON writes signs beyond 16 bits so; the YAML library of Docker takes neither half',
  },
  { topic: 'document', name: 'deep', of: 'verdict', why: 'we read no more than 64 levels, as protection' },
  {
    topic: 'merge',
    name: 'an extension of a service over an extension | [1]',
    of: 'verdict',
    why: 'Docker looks at no extension, and their merging is not modelled',
  },
  {
    topic: 'keys-unknown',
    name: 'extensions of two files',
    of: 'meaning',
    why: 'Docker keeps those of the first file only; they mean nothing to it',
  },
  {
    topic: 'merge',
    name: /^env_file \| (?:env_file: |environment: \{B: \}$)/,
    of: 'meaning',
    why: 'Docker reads the env_file of each file before it merges, so that the later one beats an earlier environment; we keep both',
  },
  { topic: 'merge', name: 'an overlay of | {x-a: 1}', of: 'meaning', why: 'the same' },
  {
    topic: 'merge',
    name: /^an extension of a service over an extension \| (?:null|\{b: )/,
    of: 'meaning',
    why: 'Docker looks at no extension, and their merging is not modelled',
  },
  { topic: 'document', name: 'a character | \u0085', of: 'meaning', why: 'a line break in YAML 1.1 only' },
  { topic: 'document', name: /20[0-9]{2}-/, of: 'meaning', why: DATES },
  { topic: 'keys', name: /2026-01-01/, of: 'meaning', why: DATES },
  { topic: 'document', name: /^a number in .*\|.*(?:e|[0-9]{15}|-0\.0|00\.0)/, of: 'meaning', why: GO_NUMBERS },
  { topic: 'values', name: /100000000\.0/, of: 'meaning', why: GO_NUMBERS },
  { topic: 'document', name: 'a number written as | 18446744073709551616', of: 'meaning', why: BEYOND },
  { topic: 'keys', name: /12345678901234567890/, of: 'meaning', why: BEYOND },
  { topic: 'values', name: /^ports \|.*(?:12345678901234567890|4294967296)/, of: 'meaning', why: BEYOND },
  {
    topic: 'keys',
    name: /discrete_resource_spec: .*value: 1\.5/,
    of: 'meaning',
    why: 'Docker drops the fraction',
  },
  {
    topic: 'values',
    name: /discrete_resource_spec: .*value: 2\.5/,
    of: 'meaning',
    why: 'Docker drops the fraction',
  },
  {
    topic: 'values',
    name: /extra_hosts: \{a: 1\}/,
    of: 'meaning',
    why: 'Docker means "%!s(int=1)", a fault of its own',
  },
  {
    topic: 'merge',
    name: 'a map over a list | extra_hosts',
    of: 'meaning',
    why: 'Docker means "%!s(int=3)", a fault of its own',
  },
];

export function differenceOf(topic: string, name: string, of: Difference['of']): Difference | undefined {
  return DIFFERENCES.find((each) => {
    const isNamed = typeof each.name === 'string' ? each.name === name : each.name.test(name);
    return each.topic === topic && each.of === of && isNamed;
  });
}
