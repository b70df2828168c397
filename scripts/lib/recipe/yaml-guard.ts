import { hiddenCharacters, LIMITS } from './limits.ts';

/** Something wrong with a YAML text. `offset` in UTF-16 units. */
export interface YamlProblem {
  readonly rule: 'yaml-syntax' | 'yaml-limits' | 'yaml-duplicate-key';
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly help: string;
  readonly offset: number;
  /** Docker reads the file all the same; a recipe is held to more. */
  readonly isTolerable?: true;
}

/** Deep enough for any honest document, shallow enough for the parser's recursion. */
const ROUGH_DEPTH = LIMITS.depth * 8;

/** Cheap, linear checks on the text that keep the parser from running for minutes or out of stack. */
export function guardYaml(text: string): readonly YamlProblem[] {
  const problems: YamlProblem[] = [];
  const add = (problem: Omit<YamlProblem, 'severity'>, severity: YamlProblem['severity'] = 'error') =>
    problems.push({ severity, ...problem });
  if (Buffer.byteLength(text) > LIMITS.yamlBytes) {
    const message = `The file is larger than ${LIMITS.yamlBytes} bytes`;
    return [{ rule: 'yaml-limits', severity: 'error', message, help: 'Split it into overlays.', offset: 0 }];
  }
  for (const { offset, code, kind } of hiddenCharacters(text)) {
    if (kind === 'byte order mark') {
      const message = 'The file starts with a byte order mark';
      add({ rule: 'yaml-syntax', message, help: 'Save it as UTF-8 without one.', offset }, 'warning');
    } else {
      const help = 'Remove it, or write it as an escape such as "\\u200b" in double quotes.';
      // Docker's YAML library refuses controls, but for the one that ends a line.
      const isTolerable = code === 'U+0085' || !/control character|byte order/.test(kind);
      const problem = { rule: 'yaml-syntax', message: `There is a hidden ${kind}, ${code}`, help, offset } as const;
      add(isTolerable ? { ...problem, isTolerable } : problem);
    }
  }
  const carriage = text.indexOf('\r');
  if (carriage !== -1) {
    const help = 'Save the file with LF line ends.';
    add({ rule: 'yaml-syntax', message: 'Lines end in CR LF', help, offset: carriage }, 'warning');
  }
  const deep = tooDeep(text);
  if (deep !== null) {
    const message = `Collections are nested more than ${LIMITS.depth} levels deep`;
    add({ rule: 'yaml-limits', message, help: 'Write it flatter.', offset: deep });
  }
  return problems;
}

/**
 * Offset at which brackets, dashes or indentation pile up, counted without understanding quotes and block text:
 * hence the generous limit. The exact depth is checked on the parsed nodes.
 */
function tooDeep(text: string): number | null {
  let brackets = 0;
  let markers = 0;
  for (let offset = 0; offset < text.length; offset++) {
    const character = text[offset];
    if (character === '\n') markers = 0;
    else if (character === '[' || character === '{') brackets++;
    else if (character === ']' || character === '}') brackets = Math.max(0, brackets - 1);
    else if (isMarker(text, offset)) markers++;
    if (brackets > ROUGH_DEPTH || markers > ROUGH_DEPTH) return offset;
  }
  return null;
}

/** `- - - x` and `? ? ? x` open a collection each on one line. */
function isMarker(text: string, offset: number): boolean {
  const character = text[offset];
  if (character !== '-' && character !== '?' && character !== ':') return false;
  const next = text[offset + 1];
  return next === ' ' || next === '\t' || next === '\n' || next === undefined;
}
