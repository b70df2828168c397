/**
 * What a recipe may look like before any parser sees a byte of it. Pure checks; each returns what is wrong
 * and the repair, or null.
 */

/** Bytes unless said otherwise. 128 KiB: a document of 200 000 keys keeps the YAML library busy for 12 minutes. */
export const LIMITS = {
  yamlBytes: 128 * 1024,
  fileBytes: 1024 * 1024,
  files: 200,
  /** Folders below the recipe's own. */
  folders: 8,
  pathLength: 200,
  nameLength: 40,
  /** Nested collections in a YAML document. */
  depth: 64,
  aliases: 50,
  /** Told about one file; more would bury the first. */
  findings: 50,
  /** Characters of a value in `.env.sample`. */
  settingLength: 4096,
  /** Values of a YAML document after its aliases were expanded. */
  values: 50_000,
} as const;

/** `message`: what is wrong, the value quoted. `help`: the repair. */
export interface Fault {
  readonly message: string;
  readonly help: string;
}

const RECIPE_NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** With "valueOf" or "toString" a value can no longer be compared or told: whoever tries throws. */
const KEYS_OF_OBJECTS = new Set([
  '__proto__',
  'constructor',
  'prototype',
  '__defineGetter__',
  '__defineSetter__',
  'valueOf',
  'toString',
]);

export function isRecipeName(name: string): boolean {
  return name.length <= LIMITS.nameLength && RECIPE_NAME.test(name);
}

function isYaml(path: string): boolean {
  return path.endsWith('.yml') || path.endsWith('.yaml');
}

/** Settings a hoster fills in lie here; never part of a recipe. */
export function isLeftOut(path: string): boolean {
  return path === 'certificates' || path.startsWith('certificates/') || path === '.env';
}

/** A fault of a whole file, with the rule it belongs to. */
export interface FileFault extends Fault {
  readonly rule: 'recipe-limits' | 'yaml-limits' | 'file-outside-recipe';
}

const MISREAD = /[^\p{L}\p{M}\p{N} ._@+,=~(){}[\]/-]/u;

export function pathFault(path: string): FileFault | null {
  const fault = (message: string, help: string): FileFault => ({ rule: 'recipe-limits', message, help });
  const names = path.split('/');
  if (path.length > LIMITS.pathLength) {
    return fault(`Path ${quote(path)} has ${path.length} characters`, `Keep it to ${LIMITS.pathLength}.`);
  }
  if (names.length > LIMITS.folders + 1) {
    return fault(`File ${quote(path)} lies ${names.length - 1} folders deep`, `At most ${LIMITS.folders} are read.`);
  }
  if (names.some((name) => name === '' || name === '.' || name === '..' || name.toLowerCase() === '.git')) {
    return fault(`Path ${quote(path)} is not allowed in a recipe`, 'Rename it.');
  }
  if (MISREAD.test(path) || names.some((name) => name.startsWith('-'))) {
    const help = 'Use letters, digits, ".", "_" and "-", not starting with "-".';
    return fault(`File name ${quote(path)} holds a character that shells, browsers or people misread`, help);
  }
  return null;
}

export function sizeFault(path: string, bytes: number): FileFault | null {
  const limit = isYaml(path) ? LIMITS.yamlBytes : LIMITS.fileBytes;
  if (bytes <= limit) return null;
  const message = `File "${path}" has ${bytes} bytes, over the limit of ${limit}; it was not read`;
  if (isYaml(path)) return { rule: 'yaml-limits', message, help: 'Split it into overlays.' };
  return { rule: 'recipe-limits', message, help: 'Put large files into the image, or let the app fetch them.' };
}

/** `kind`: what it is instead, e.g. `a symbolic link`. */
export function notRegularFault(path: string, kind: string): FileFault {
  const message = `${quote(path)} is ${kind}; it was not read`;
  const help = 'Put a regular file with the content there: a recipe is complete in its own folder.';
  return { rule: 'file-outside-recipe', message, help };
}

export function tooManyFilesFault(): FileFault {
  const message = `The recipe has more than ${LIMITS.files} files; the others were not read`;
  return { rule: 'recipe-limits', message, help: 'Keep out of the folder what the app does not need.' };
}

/** For each name that on some filesystems is the same as one before it: equal after case-folding or normalisation. */
export function twinFaults(paths: readonly string[]): readonly (readonly [string, FileFault])[] {
  const seen = new Map<string, string>();
  return paths.flatMap((path) => {
    const folded = path.normalize('NFC').toLowerCase().toUpperCase();
    const first = seen.get(folded);
    seen.set(folded, first ?? path);
    if (first === undefined) return [];
    const message = `"${first}" and "${path}" are the same name on some filesystems`;
    return [[path, { rule: 'recipe-limits', message, help: 'Rename one of them.' }] as const];
  });
}

/** True for keys that mean something to JavaScript objects. */
export function isObjectKey(key: string): boolean {
  return KEYS_OF_OBJECTS.has(key);
}

export interface HiddenCharacter {
  readonly offset: number;
  /** `U+202E`. */
  readonly code: string;
  readonly kind: string;
}

/** Controls except tab, LF and CR; format characters (bidi, zero-width, soft hyphen); line separators; U+FFFD. */
const HIDDEN = /(?![\t\n\r])[\p{Cc}\p{Cf}\u2028\u2029\uFFFD-\uFFFF]/gu;

/** Characters a reviewer cannot see: NUL and other controls, bidi, zero-width; a byte order mark inside the text. */
export function hiddenCharacters(text: string): readonly HiddenCharacter[] {
  const found: HiddenCharacter[] = [];
  for (const match of text.matchAll(HIDDEN)) {
    const code = match[0].codePointAt(0) ?? 0;
    found.push({
      offset: match.index,
      code: `U+${codeOf(match[0])}`,
      kind: kindOf(code, match.index),
    });
    if (found.length === 20) break;
  }
  return found;
}

function kindOf(code: number, offset: number): string {
  if (code === 0xfeff && offset === 0) return 'byte order mark';
  if (code === 0xfffd) return 'replacement character';
  if (code < 0xa0 || code === 0xfffe || code === 0xffff) return 'control character';
  if (code === 0xfeff) return 'byte order mark inside the text';
  if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)) return 'bidirectional control';
  return 'invisible character';
}

/** A text in quotes, everything a reader cannot see escaped, cut to 80 characters. */
export function quote(text: string): string {
  const cut = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  return `"${cut.replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, escaped)}"`;
}

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  return `\\u${codeOf(character)}`;
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
