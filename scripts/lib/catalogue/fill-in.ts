/** What the install steps make of a hoster's own values. Pure, and run by browsers: nothing of it is ever sent. */
import { formatEnv } from '../recipe/env-text.ts';
import type { SecretNeed } from '../types.ts';

/** Values by setting. */
export type Values = { readonly [name: string]: string };

/** Where a sheet of values begins in the fragment of an address: `#install?DOMAIN=wiki.example.org`. */
const START = '#install?';

/** The values in the fragment of an address, only those of known settings. */
export function readFragment(fragment: string, known: readonly string[]): Values {
  if (!fragment.startsWith(START)) return {};
  const found = new URLSearchParams(fragment.slice(START.length));
  return Object.fromEntries([...found].filter(([name]) => known.includes(name)));
}

/** The fragment that carries them; '' when there are none. */
export function writeFragment(values: Values): string {
  const text = new URLSearchParams(values).toString();
  return text === '' ? '' : `${START}${text}`;
}

export interface EnvLine {
  readonly text: string;
  /** It is not what the sample says. */
  readonly own: boolean;
}

/** A block of shell that writes `.env`: the sample's values, and the hoster's own in their place. */
export function envBlock(sample: Values, own: Values): readonly EnvLine[] {
  const lines = Object.entries({ ...sample, ...own }).map(([name, value]) => ({
    text: formatEnv({ [name]: value.replaceAll(/[\r\n\0]/g, '') }).trimEnd(),
    own: value !== sample[name],
  }));
  return [{ text: "cat > .env <<'END_OF_ENV'", own: false }, ...lines, { text: 'END_OF_ENV', own: false }];
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** The characters that the commands' `tr` keeps, see trial/commands.ts; none of them ends a single-quoted word. */
const ALPHABETS: { readonly [charset in SecretNeed['charset']]: string } = {
  default: LETTERS,
  hex: '0123456789abcdef',
  safespecial: `${LETTERS}!@#%^&*_+=-`,
  special: `${LETTERS}!@#$%^&*()_+={}|:;<>?,./-`,
};

/** `bytes` gives that many random ones. Each character is as likely as every other. */
export function randomText(
  length: number,
  charset: SecretNeed['charset'],
  bytes: (count: number) => Uint8Array,
): string {
  const alphabet = ALPHABETS[charset];
  // A byte beyond the last whole alphabet would favour its first characters.
  const limit = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of bytes(length)) {
      if (byte < limit && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}

/** The line that stands for the one which begins with `(umask` in the commands. */
export function secretLine(key: string, value: string): string {
  return `(umask 077; printf '%s' '${value}' > ${key}.secret)`;
}
