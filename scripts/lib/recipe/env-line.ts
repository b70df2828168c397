/** One line of `.env.sample`, read the way a POSIX shell would read it, nothing executed. */
import { quote } from './limits.ts';

/** `column` is 1-based. */
interface LineFault {
  readonly column: number;
  readonly message: string;
  readonly help: string;
  /** The setting it would be, when that much is clear. */
  readonly name?: string;
}

/** A value in pieces: text, or the name of a setting above whose value is to be inserted. */
export type Piece = { readonly text: string } | { readonly name: string };

export type EnvLine =
  | { readonly kind: 'blank' }
  | { readonly kind: 'comment'; readonly text: string }
  | ({ readonly kind: 'fault' } & LineFault)
  | {
      readonly kind: 'setting';
      readonly name: string;
      readonly required: boolean;
      readonly pieces: readonly Piece[];
      /** What follows the value behind `#`. */
      readonly comment: string;
      readonly column: number;
    };

const OPTIONAL = /^#[ \t]*(?:export[ \t]+)?[A-Z][A-Z0-9_]*=/;
const ASSIGNMENT = /^([ \t]*(?:export[ \t]+)?)([A-Za-z_][A-Za-z0-9_]{0,127})=/;

/** Names that steer the shell, the loader or the Docker client instead of the app. */
const RESERVED =
  /^(?:PATH|IFS|HOME|SHELL|ENV|BASH_ENV|PS[0-4]|CDPATH|PWD|LD_[A-Z_]+|GIT_[A-Z_]+|STACK_NAME|DOCKER_(?:HOST|CONTEXT|CONFIG|CERT_PATH|TLS|TLS_VERIFY|API_VERSION|CONTENT_TRUST))$/;

export function isReservedSetting(name: string): boolean {
  return RESERVED.test(name);
}

export function readEnvLine(line: string): EnvLine {
  const read = readLine(line);
  // "# A=b means …" is prose; "#A=b c" is a setting that breaks when somebody uncomments it.
  return read.kind === 'fault' && /^#+[ \t]/.test(line) ? { kind: 'comment', text: withoutHash(line) } : read;
}

function withoutHash(line: string): string {
  return line
    .trimStart()
    .replace(/^#+[ \t]?/, '')
    .trimEnd();
}

function readLine(line: string): EnvLine {
  if (line.trim() === '') return { kind: 'blank' };
  const optional = OPTIONAL.test(line);
  if (line.trimStart().startsWith('#') && !optional) {
    return {
      kind: 'comment',
      text: line
        .trimStart()
        .replace(/^#+[ \t]?/, '')
        .trimEnd(),
    };
  }
  const skipped = optional ? (/^#[ \t]*/.exec(line)?.[0].length ?? 0) : 0;
  const [whole, before = '', name] = ASSIGNMENT.exec(line.slice(skipped)) ?? [];
  if (whole === undefined || name === undefined) {
    const help = 'Write NAME=value, without spaces around "=", or make it a comment.';
    return { kind: 'fault', column: 1, message: `Line ${quote(line.trim())} is not a setting`, help };
  }
  const column = skipped + before.length + 1;
  if (isReservedSetting(name)) {
    const help = 'Give the setting another name, e.g. one that starts with APP_.';
    return {
      kind: 'fault',
      name,
      column,
      message: `Setting "${name}" would steer the hoster's shell or Docker client`,
      help,
    };
  }
  const start = skipped + whole.length;
  const value = readValue(line.slice(start));
  if ('message' in value) return { kind: 'fault', name, ...value, column: start + value.column };
  return { kind: 'setting', name, required: !optional, pieces: value.pieces, comment: value.comment, column };
}

type Value = { readonly pieces: readonly Piece[]; readonly comment: string };

function readValue(text: string): Value | LineFault {
  const quoted = text[0] === "'" || text[0] === '"' ? text[0] : null;
  if (quoted === "'") {
    const end = text.indexOf("'", 1);
    return end === -1 ? unterminated() : withRest([{ text: text.slice(1, end) }], text, end + 1);
  }
  return readExpanding(text, quoted === '"');
}

/** Double-quoted or bare text, in which a shell looks for `$`, back-quotes and more. */
function readExpanding(text: string, quoted: boolean): Value | LineFault {
  const pieces: Piece[] = [];
  let literal = '';
  let index = quoted ? 1 : 0;
  for (; index < text.length; index++) {
    const character = text[index] ?? '';
    if (quoted ? character === '"' : character === ' ' || character === '\t') break;
    if (character === '`') return executed(index, 'a back-quote');
    if (character === '$') {
      const reference = /^\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\})/.exec(text.slice(index));
      if (reference === null) return executed(index, '"$"');
      pieces.push({ text: literal }, { name: reference[1] ?? reference[2] ?? '' });
      literal = '';
      index += reference[0].length - 1;
    } else if (quoted && character === '\\' && /["\\$`]/.test(text[index + 1] ?? '')) {
      index++;
      literal += text[index];
    } else if (!quoted && (/[;&|<>()\\"']/.test(character) || (character === '~' && literal === ''))) {
      return executed(index, `"${character}"`);
    } else literal += character;
  }
  if (quoted && index >= text.length) return unterminated();
  return withRest([...pieces, { text: literal }], text, quoted ? index + 1 : index);
}

/** After the value only blanks and a comment may follow: `A=b c` sets A and runs the command c. */
function withRest(pieces: readonly Piece[], text: string, end: number): Value | LineFault {
  const rest = text.slice(end);
  if (rest.trim() === '') return { pieces, comment: '' };
  const comment = /^[ \t]+#[ \t]?(.*)$/.exec(rest)?.[1];
  if (comment !== undefined) return { pieces, comment: comment.trimEnd() };
  const message = `A shell would not read ${quote(rest.trim())} as part of the value`;
  return { column: end + 1, message, help: 'Put the whole value in single quotes.' };
}

function executed(index: number, what: string): LineFault {
  const message = `A shell would interpret ${what} in this value`;
  return { column: index + 1, message, help: 'Put the whole value in single quotes.' };
}

function unterminated(): LineFault {
  return { column: 1, message: 'The quote is not closed on this line', help: 'Close it; a value is one line.' };
}
