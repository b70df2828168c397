import type { Finding, RecipeFile, SecretNeed, Setting } from '../types.ts';
import { type Piece, readEnvLine } from './env-line.ts';
import { readFinding } from './finding.ts';
import { hiddenCharacters, quote } from './limits.ts';

export type SecretHints = Pick<SecretNeed, 'length' | 'charset' | 'generate'>;

export interface EnvSample {
  /** In order of the file; a name may come twice when it appends to itself (`COMPOSE_FILE`). */
  readonly settings: readonly Setting[];
  /** How the secret is made whose version a setting carries, by the setting's name. */
  readonly hints: { readonly [setting: string]: SecretHints };
  readonly findings: readonly Finding[];
}

export const DEFAULT_HINTS: SecretHints = { length: 32, charset: 'default', generate: true };
const CHARSETS: readonly SecretHints['charset'][] = ['default', 'hex', 'special', 'safespecial'];
const HINT = /^(length|charset|generate)=(\S+)$/;

/**
 * Reads `.env.sample`. Uncommented settings are required, `#NAME=value` optional; the comment lines directly above and the
 * comment behind the value describe it. References to settings above (`"$COMPOSE_FILE:compose.mail.yml"`) are filled in.
 * Whatever a shell would execute or misread is a finding `env-file-syntax`. `folder` starts the places.
 */
export function parseEnvSample(file: RecipeFile, folder: string): EnvSample {
  const settings: Setting[] = [];
  const hints: Record<string, SecretHints> = {};
  const findings: Finding[] = [];
  const add = (line: number, column: number, message: string, help: string) => {
    findings.push(
      readFinding('env-file-syntax', message, help, { place: { file: `${folder}/${file.path}`, line, column } }),
    );
  };
  if (file.encoding === 'base64') {
    add(1, 1, 'The file is not UTF-8 text', 'Save it as UTF-8.');
    return { settings, hints, findings };
  }
  let comments: string[] = [];
  for (const [index, raw] of file.content.split('\n').entries()) {
    const line = index + 1;
    const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (text !== raw) add(line, text.length + 1, 'The line ends in CR LF', 'Save the file with LF line ends.');
    for (const { offset, code, kind } of hiddenCharacters(text)) {
      add(line, offset + 1, `There is a hidden ${kind}, ${code}`, 'Remove it.');
    }
    const read = readEnvLine(text);
    if (read.kind === 'fault') add(line, read.column, read.message, read.help);
    if (read.kind === 'comment') comments.push(read.text);
    else if (read.kind !== 'setting') comments = [];
    else {
      const { name, required, column } = read;
      const value = fill(read.pieces, settings, (missing) => {
        add(
          line,
          column,
          `"${name}" refers to "$${missing}", which is not set above it`,
          'Set that one first, or write the value out.',
        );
      });
      const repeats = required && settings.some((other) => other.required && other.name === name);
      if (repeats && !read.pieces.some((piece) => 'name' in piece && piece.name === name)) {
        add(line, column, `"${name}" is set twice`, 'Remove one of the two lines.');
      }
      const { hint, prose, fault } = splitHints([...comments, read.comment]);
      if (fault !== null)
        add(line, column, fault, 'Known: length=1…1024, charset=default|hex|special|safespecial, generate=true|false.');
      if (hint !== null) hints[name] = hint;
      settings.push({ name, value, required, description: prose, line });
      comments = [];
    }
  }
  return { settings, hints, findings };
}

function fill(pieces: readonly Piece[], above: readonly Setting[], missing: (name: string) => void): string {
  return pieces
    .map((piece) => {
      if ('text' in piece) return piece.text;
      const setting =
        above.findLast((each) => each.name === piece.name && each.required) ??
        above.findLast((each) => each.name === piece.name);
      if (setting === undefined) missing(piece.name);
      return setting?.value ?? '';
    })
    .join('');
}

/** Takes lines such as `length=32 charset=hex` out of a comment. */
function splitHints(lines: readonly string[]): { hint: SecretHints | null; prose: string; fault: string | null } {
  const prose: string[] = [];
  let hint: SecretHints | null = null;
  let fault: string | null = null;
  for (const line of lines) {
    const words = line.split(/\s+/).filter((word) => word !== '');
    if (words.length === 0 || !words.every((word) => HINT.test(word))) {
      prose.push(line);
      continue;
    }
    for (const word of words) {
      const [, key = '', value = ''] = HINT.exec(word) ?? [];
      const read = readHint(key, value);
      if (read === null) fault = `Hint ${quote(word)} is not understood`;
      else hint = { ...(hint ?? DEFAULT_HINTS), ...read };
    }
  }
  return { hint, prose: prose.join('\n').trim(), fault };
}

function readHint(key: string, value: string): Partial<SecretHints> | null {
  if (key === 'generate') return value === 'true' || value === 'false' ? { generate: value === 'true' } : null;
  if (key === 'charset') {
    const charset = CHARSETS.find((each) => each === value);
    return charset === undefined ? null : { charset };
  }
  const length = /^[1-9][0-9]{0,3}$/.test(value) ? Number(value) : 0;
  return length >= 1 && length <= 1024 ? { length } : null;
}

/** The values a hoster starts from: required settings, of equal names the last. */
export function sampleValues(settings: readonly Setting[]): { readonly [name: string]: string } {
  return Object.fromEntries(settings.filter(({ required }) => required).map(({ name, value }) => [name, value]));
}

/**
 * The text of an `.env` that `set -a; . ./.env; set +a` reads back exactly: every value in single quotes, nothing expanded or
 * executed. Throws on a name that is no shell name and on NUL, which no shell can carry.
 */
export function formatEnv(values: { readonly [name: string]: string }): string {
  return Object.entries(values)
    .map(([name, value]) => {
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new TypeError(`${quote(name)} is not a name for a setting`);
      if (value.includes('\0')) throw new TypeError(`The value of ${name} holds NUL`);
      return `${name}='${value.replaceAll("'", "'\\''")}'\n`;
    })
    .join('');
}
