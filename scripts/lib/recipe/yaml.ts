/**
 * YAML text → plain value as Docker's YAML library reads it, with the offset of everything that is wrong.
 * Cannot hang or overflow: limits come before the parser, every walk is counted.
 */
import { type Document, LineCounter, type ParsedNode, parseAllDocuments } from 'yaml';
import type { Finding, Json, Place, RecipeFile } from '../types.ts';
import { readFinding } from './finding.ts';
import { goYamlProblems } from './go-yaml.ts';
import { LIMITS, quote } from './limits.ts';
import { guardYaml, type YamlProblem } from './yaml-guard.ts';
import { inspectNodes, type NodeIndex, plainValue } from './yaml-nodes.ts';

export interface ParsedYaml {
  readonly nodes: NodeIndex;
  readonly lines: LineCounter;
  /** Undefined when the text cannot be trusted: not YAML, or over a limit. */
  readonly value: Json | undefined;
  readonly problems: readonly YamlProblem[];
}

const NOTHING: NodeIndex = { root: null, aliases: new Map() };
const known = new WeakMap<RecipeFile, ParsedYaml>();

/** The parsed file, parsed once however often it is asked for. */
export function parsedYaml(file: RecipeFile): ParsedYaml {
  let parsed = known.get(file);
  if (parsed === undefined) {
    parsed = parse(file);
    known.set(file, parsed);
  }
  return parsed;
}

/**
 * The one document of `file`; undefined when it cannot be trusted. Of a duplicate key the last is kept, so that
 * other checks still see the rest. `folder` starts the places, e.g. `recipes/fossil`. `isLenient`: it is read as Docker reads
 * it, and tags and further documents are only warned of.
 */
export function readYaml(
  file: RecipeFile,
  folder: string,
  isLenient = false,
): { value: Json | undefined; findings: readonly Finding[] } {
  const { value, problems, lines } = parsedYaml(file);
  const name = `${folder}/${file.path}`;
  const findings = problems.slice(0, LIMITS.findings).map(({ rule, severity, message, help, offset, isTolerable }) => {
    const place = placeAt(lines, name, offset);
    return readFinding(
      rule,
      message,
      help,
      { place },
      { severity: isLenient && isTolerable === true ? 'warning' : severity },
    );
  });
  const isRefused = !isLenient && problems.some(({ isTolerable }) => isTolerable === true);
  return { value: isRefused ? undefined : value, findings };
}

export function placeAt(lines: LineCounter, file: string, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
}

function parse(file: RecipeFile): ParsedYaml {
  if (file.encoding === 'base64') {
    return refused('', [error('yaml-syntax', 'The file is not UTF-8 text', 'Save it as UTF-8.', 0)]);
  }
  const guarded = guardYaml(file.content);
  if (guarded.some(isFatal)) return refused(file.content, guarded);
  try {
    return parseGuarded(file.content, guarded);
  } catch (cause) {
    // Nothing that passed the guard is known to reach this; a parser that throws must still not end the run.
    const why = cause instanceof Error ? cause.message : String(cause);
    const problem = error('yaml-limits', `The YAML parser gave up: ${plain(why)}`, 'Write it plainly.', 0);
    return refused(file.content, [...guarded, problem]);
  }
}

function parseGuarded(text: string, guarded: readonly YamlProblem[]): ParsedYaml {
  const lines = linesOf(text);
  const documents = [
    // failsafe: what a plain scalar means is up to scalarValue.
    ...parseAllDocuments(text, { prettyErrors: false, uniqueKeys: false, logLevel: 'silent', schema: 'failsafe' }),
  ] as Document.Parsed<ParsedNode>[];
  const problems = [...guarded];
  // Docker does not look beyond the first.
  const [document, next] = documents;
  for (const { message, pos } of document?.errors ?? []) {
    const help = 'Correct the syntax at this place.';
    problems.push(error('yaml-syntax', `This is not valid YAML: ${plain(message)}`, help, pos[0]));
  }
  if (document !== undefined) problems.push(...goYamlProblems(text, document));
  if (next !== undefined) {
    const help = 'Keep one document per file; Docker silently ignores all but the first.';
    const message = `The file holds ${documents.length} YAML documents`;
    problems.push({ ...error('yaml-limits', message, help, next.range[0]), isTolerable: true });
  }
  const inspected = inspectNodes(document?.contents ?? null);
  problems.push(...inspected.problems);
  if (problems.some(isFatal)) {
    return { nodes: inspected.nodes, lines, value: undefined, problems };
  }
  const expanded = plainValue(inspected.nodes);
  return { nodes: inspected.nodes, lines, value: expanded.value, problems: [...problems, ...expanded.problems] };
}

function isFatal({ rule, severity, isTolerable }: YamlProblem): boolean {
  return severity === 'error' && rule !== 'yaml-duplicate-key' && isTolerable !== true;
}

function refused(text: string, problems: readonly YamlProblem[]): ParsedYaml {
  return { nodes: NOTHING, lines: linesOf(text), value: undefined, problems };
}

/** Counted here: the parser forgets the lines within a token that it did not expect. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (
    let offset = text.indexOf('\n');
    offset !== -1 && offset < LIMITS.yamlBytes;
    offset = text.indexOf('\n', offset + 1)
  ) {
    lines.addNewLine(offset + 1);
  }
  return lines;
}

function error(rule: YamlProblem['rule'], message: string, help: string, offset: number): YamlProblem {
  return { rule, severity: 'error', message, help, offset };
}

function plain(message: string): string {
  return quote(message.split('\n')[0] ?? '').slice(1, -1);
}
