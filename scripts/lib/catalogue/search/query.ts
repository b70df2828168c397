import type { Choice, FacetId } from './facets.ts';
import { fold, wordsOf } from './fold.ts';
import { type Meanings, partsOf } from './meaning.ts';

/** What somebody typed, taken apart. */
export interface Query {
  /** What is left to be looked for, in order. */
  readonly words: readonly string[];
  /** Facets that the words named. */
  readonly choice: Choice;
  /** Which words named which: to be shown, and to be taken back. */
  readonly understood: readonly { readonly id: FacetId; readonly value: string; readonly text: string }[];
  /** "instead of X": X itself is not wanted. */
  readonly instead: boolean;
}

interface Need {
  readonly id: FacetId;
  readonly pattern: RegExp;
  readonly value: (match: RegExpExecArray) => string | null;
  /** Alone, the word is rather looked for: "ldap" is also a directory. */
  readonly ambiguous?: boolean;
}

const SSO: { readonly [word: string]: string } = {
  oidc: 'oidc',
  openid: 'oidc',
  saml: 'saml',
  ldap: 'ldap',
  oauth: 'oauth2',
  cas: 'cas',
};
const ARCHITECTURES: readonly (readonly [RegExp, string])[] = [
  [/^(armv7|armhf)/, 'armv7'],
  [/^(arm|aarch|raspberry)/, 'arm64'],
  [/^(amd|x)/, 'amd64'],
  [/^riscv/, 'riscv64'],
];

const NEEDS: readonly Need[] = [
  {
    id: 'memory',
    pattern:
      /(?:\b(?:(?:that )?(?:fits?|fitting|needs?|uses?|runs?)|under|below|max|maximum|within|with|only|less than|at most|up to|in|on) )?(?:(?:in|into|on|with|under|below|only|less than|at most|up to) )?(?:<=? ?)?\b(\d{1,6}(?:[.,]\d{1,2})?)(m|g| ?(?:mi?b|gi?b|megs?|gigs?|megabytes?|gigabytes?))(?: (?:of )?(?:ram|memory))?(?![\p{L}\p{N}])/u,
    value: ([, number = '', unit = '']) => {
      const size = Number(number.replace(',', '.')) * (unit.trim().startsWith('g') ? 1024 : 1);
      return size >= 1 ? String(Math.round(size)) : null;
    },
  },
  {
    id: 'restores',
    pattern:
      /\b(?:(?:with )?(?:a )?(?:proven|tested|verified|working) (?:restores?|backups?)(?: and restores?)?|(?:with )?(?:restores?|backups?)(?: and restores?)? (?:is |are )?(?:proven|tested|verified|works?)|(?:with )?restores?|restorable|proven to restore)\b/,
    value: () => 'proven',
  },
  {
    id: 'sso',
    pattern:
      /\b(?:(?:with|via|by|has|supports?|and) )?(sso|single[ -]sign[ -]?on|oidc|open ?id(?: connect)?|saml|ldap|oauth|cas)2?\b(?: (?:login|support|auth|authentication))?/,
    value: ([, word = '']) => SSO[word.replace(/^open ?id.*/, 'openid')] ?? 'any',
    ambiguous: true,
  },
  {
    id: 'email',
    pattern: /\b(?:with|that sends?|sends?|sending|can send|has|supports?) (?:e-?mails?|mails?|smtp)\b/,
    value: () => 'sends',
  },
  {
    id: 'arch',
    pattern:
      /\b(?:(?:on|for|runs on) )?(?:an? )?(armv7|armhf|arm64|aarch64|raspberry ?pi|arm|amd64|x86[_-]64|x64|riscv(?:64)?)\b/,
    value: ([, word = '']) => ARCHITECTURES.find(([pattern]) => pattern.test(word))?.[1] ?? null,
  },
  {
    id: 'level',
    pattern:
      /\b(?:(?:proven|tested) (upgrade|recover|isolat)\w*|(upgrade|recover|isolat)\w* (?:is |are )?(?:proven|tested))\b/,
    value: ([, before, after]) => ({ upgrade: '4', recover: '6', isolat: '7' })[before ?? after ?? ''] ?? null,
  },
  {
    id: 'level',
    pattern: /\blevel ?(?:>=? ?|at least )?([0-7])\b(?: ?\+| or (?:higher|more|above))?/,
    value: ([, level = '']) => level,
  },
  {
    id: 'licence',
    pattern:
      /\b(agpl|lgpl|gpl|mpl|eupl|apache|bsd)(?:[- ]?v?\d(?:\.\d)?)?(?:[- ](?:only|or[- ]later))?(?:[- ]licen[cs]ed?)?\b/,
    value: ([, word = '']) => (word === 'apache' ? 'Apache' : word.toUpperCase()),
    ambiguous: true,
  },
  { id: 'licence', pattern: /\bmit[- ]licen[cs]ed?\b/, value: () => 'MIT' },
  { id: 'fresh', pattern: /\brecently (?:updated|published|released)\b/, value: () => '90' },
  { id: 'fresh', pattern: /\b(?:up[- ]to[- ]date|(?:actively |well )maintained)\b/, value: () => '365' },
];

const INSTEAD =
  /\b(?:(?:an? )?(?:(?:libre|free|foss|open[ -]source|self[ -]?hosted|good|best) )*(?:alternatives?|replacements?|substitutes?|alternativen?|ersatz) (?:to|for|of|zu|fur|von) (?:the )?|instead of |replac(?:e|es|ing) |something like |similar to |like |statt )/;
const INSTEAD_AFTER = / (?:alternatives?|replacements?|alternativen?|ersatz)$/;
/** They say nothing of an app. */
const EMPTY = new Set(
  wordsOf(
    'a an the that which with without and or for of to in on at by from my our your we i me it is are be has have can need needs want wants use using some any one good best please find show something app apps application applications software program tool tools platform solution system server servers service services web online self hosted selfhosted hosting libre open source opensource foss free fits fit proven und oder fur mit ein eine der die das zum zur im',
  ),
);

export interface Known {
  /** Whether an app goes by this name; then nothing is read into it. */
  readonly isName: (text: string) => boolean;
  readonly meanings: Meanings;
}

export function readQuery(typed: string, { isName, meanings }: Known): Query {
  const text = fold(typed.slice(0, 200)).replace(/\s+/g, ' ').trim();
  if (text === '' || isName(text)) return { words: wordsOf(text), choice: {}, understood: [], instead: false };
  const { rest, understood } = takeNeeds(text);
  const instead = INSTEAD.test(`${rest} `) || INSTEAD_AFTER.test(rest);
  const wanted = wordsOf(instead ? `${rest} `.replace(INSTEAD, ' ').trim().replace(INSTEAD_AFTER, '') : rest);
  const told = partsOf(wanted, meanings)
    .filter(({ kind, text }) => kind === 'phrase' || !EMPTY.has(text))
    .flatMap(({ text }) => text.split(' '));
  const words = told.length > 0 || understood.length > 0 ? told : wanted;
  return { words, choice: Object.fromEntries(understood.map(({ id, value }) => [id, value])), understood, instead };
}

function takeNeeds(text: string): { readonly rest: string; readonly understood: Query['understood'] } {
  const understood: Query['understood'][number][] = [];
  let rest = text;
  for (const { id, pattern, value, ambiguous } of NEEDS) {
    const match = pattern.exec(rest);
    const found = match === null ? null : value(match);
    if (match === null || found === null || understood.some((each) => each.id === id)) continue;
    const without = `${rest.slice(0, match.index)} ${rest.slice(match.index + match[0].length)}`.trim();
    const isAlone = understood.length === 0 && wordsOf(without).every((word) => EMPTY.has(word));
    if (ambiguous === true && isAlone) continue;
    understood.push({ id, value: found, text: match[0].trim() });
    rest = without;
  }
  return { rest, understood };
}
