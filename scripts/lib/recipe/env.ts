import type { Finding, RecipeFile, Setting } from '../types.ts';
import { type Piece, readEnvLine } from './env-line.ts';
import { readFinding } from './finding.ts';
import { hiddenCharacters, LIMITS, quote } from './limits.ts';
import { type SecretHints, splitHints } from './secret-hints.ts';

export interface EnvSample {
  /** In order of the file; a name may come twice when it appends to itself (`COMPOSE_FILE`). */
  readonly settings: readonly Setting[];
  /** How the secret is made whose version a setting carries, by the setting's name. */
  readonly hints: { readonly [setting: string]: SecretHints };
  readonly findings: readonly Finding[];
}

/** `column` is 1-based. */
type Tell = (line: number, column: number, message: string, help: string, setting?: string) => void;

/**
 * Reads `.env.sample`. Uncommented settings are required, `#NAME=value` optional; the comment lines directly above and the
 * comment behind the value describe it. References to settings above (`"$COMPOSE_FILE:compose.mail.yml"`) are filled in.
 * Whatever a shell would execute or misread is a finding `env-file-syntax`. `folder` starts the places.
 */
export function parseEnvSample(file: RecipeFile, folder: string): EnvSample {
  const findings: Finding[] = [];
  const tell: Tell = (line, column, message, help, setting) => {
    if (findings.length === LIMITS.findings) return;
    const place = { file: `${folder}/${file.path}`, line, column };
    const data = setting === undefined ? {} : { setting };
    findings.push(readFinding('env-file-syntax', message, help, { place }, { data }));
  };
  if (file.encoding === 'base64') tell(1, 1, 'The file is not UTF-8 text', 'Save it as UTF-8.');
  const read = readSettings(file.encoding === 'base64' ? '' : file.content, tell);
  return { ...read, findings };
}

function readSettings(content: string, tell: Tell): Pick<EnvSample, 'settings' | 'hints'> {
  const settings: Setting[] = [];
  const hints: Record<string, SecretHints> = {};
  const values = { required: new Map<string, string>(), optional: new Map<string, string>() };
  let comments: string[] = [];
  for (const [index, text] of readableLines(content, tell).entries()) {
    const line = index + 1;
    const read = readEnvLine(text);
    if (read.kind === 'fault') tell(line, read.column, read.message, read.help, read.name);
    if (read.kind === 'comment') comments.push(read.text);
    else if (read.kind === 'setting') {
      const { name, required, column, pieces } = read;
      const value = fill(pieces, values, (message, help) => tell(line, column, `"${name}" ${message}`, help));
      if (required && values.required.has(name) && !pieces.some((piece) => 'name' in piece && piece.name === name)) {
        tell(line, column, `"${name}" is set twice`, 'Remove one of the two lines.');
      }
      const { hint, prose, fault } = splitHints([...comments, read.comment]);
      const help = 'Known: length=1…1024, charset=default|hex|special|safespecial, generate=true|false.';
      if (fault !== null) tell(line, column, `Hint ${quote(fault)} is not understood`, help);
      if (hint !== null) hints[name] = hint;
      (required ? values.required : values.optional).set(name, value);
      settings.push({ name, value, required, description: prose, line });
    }
    if (read.kind !== 'comment') comments = [];
  }
  return { settings, hints };
}

function readableLines(content: string, tell: Tell): readonly string[] {
  const lines = content.split('\n');
  const carriage = lines.findIndex((line) => line.endsWith('\r'));
  const help = 'Save the file with LF line ends.';
  if (carriage !== -1) tell(carriage + 1, lines[carriage]?.length ?? 1, 'Lines end in CR LF', help);
  // Few files have any, and a look at every line takes longer than one at all.
  const suspicious = hiddenCharacters(content).length === 0 ? [] : lines;
  for (const [index, line] of suspicious.entries()) {
    for (const { offset, code, kind } of hiddenCharacters(line)) {
      tell(index + 1, offset + 1, `There is a hidden ${kind}, ${code}`, 'Remove it.');
    }
  }
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}

/** Length-limited: `A="$A$A"` doubles with every line. */
function fill(
  pieces: readonly Piece[],
  values: { readonly required: ReadonlyMap<string, string>; readonly optional: ReadonlyMap<string, string> },
  tell: (message: string, help: string) => void,
): string {
  let filled = '';
  for (const piece of pieces) {
    const value = 'text' in piece ? piece.text : (values.required.get(piece.name) ?? values.optional.get(piece.name));
    if (value === undefined && 'name' in piece) {
      tell(`refers to "$${piece.name}", which is not set above it`, 'Set that one first, or write the value out.');
    }
    filled += value ?? '';
    if (filled.length > LIMITS.settingLength) {
      tell(`is longer than ${LIMITS.settingLength} characters`, 'Put long values into a config file.');
      return '';
    }
  }
  return filled;
}

const known = new WeakMap<readonly Setting[], { readonly [name: string]: string }>();

/** The values a hoster starts from: required settings, of equal names the last. Gathered once however many rules ask. */
export function sampleValues(settings: readonly Setting[]): { readonly [name: string]: string } {
  let values = known.get(settings);
  if (values === undefined) {
    values = Object.fromEntries(settings.filter(({ required }) => required).map(({ name, value }) => [name, value]));
    known.set(settings, values);
  }
  return values;
}
