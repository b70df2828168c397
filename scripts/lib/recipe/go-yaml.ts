/** What Docker's YAML library (gopkg.in/yaml.v3, of YAML 1.1) refuses and the parser here takes. */
import { type Document, isCollection, isPair, isScalar, type Node, type ParsedNode, type Scalar, visit } from 'yaml';
import { isDate, isTagged } from './scalar.ts';
import type { YamlProblem } from './yaml-guard.ts';

/** Few files hold any of it, so that most are not walked. */
const SUSPICIOUS =
  /^%|\\\/|\\u[dD][89a-fA-F]|^[ \t]*\t[ \t]*$|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|!!(?:int|float|bool|null|binary)/m;

export function goYamlProblems(text: string, document: Document.Parsed<ParsedNode>): readonly YamlProblem[] {
  if (!SUSPICIOUS.test(text)) return [];
  const problems: YamlProblem[] = [];
  const add = (message: string, help: string, offset: number): void => {
    problems.push({ rule: 'yaml-syntax', severity: 'error', message, help, offset });
  };
  const { explicit, version } = document.directives.yaml;
  if (explicit === true && version !== '1.1') add(`Docker refuses "%YAML ${version}"`, 'Remove the line.', 0);
  for (const { message, pos } of document.warnings) {
    if (message.startsWith('Unknown directive')) add('Docker refuses this directive', 'Remove the line.', pos[0]);
  }
  visit(document, (key, node) => {
    if (!isScalar(node)) return;
    const offset = node.range?.[0] ?? 0;
    const fault = scalarFault(node, text.slice(offset, node.range?.[1] ?? offset));
    if (fault !== null) add(fault, 'Write it plainly, or in single quotes.', offset);
    if (key === 'key' && node.type === 'PLAIN' && isDate(node.source ?? '')) {
      add('A date is no string, and no key for Docker', 'Put it in quotes.', offset);
    }
  });
  for (const { index } of text.matchAll(/^[ \t]*\t[ \t]*$/gm)) {
    if (document.contents !== null && !takesTabs(document.contents, index)) {
      add('A line holds nothing but a tab', 'Remove the tab.', index);
    }
  }
  return problems;
}

/** `written`: with its quotes. */
function scalarFault(node: Scalar, written: string): string | null {
  const { type, source = '', tag } = node;
  if (type === 'QUOTE_DOUBLE') {
    if (!source.isWellFormed()) return 'There is an escape that is no character';
    if (/^"(?:[^\\]|\\[^/])*\\\//s.test(written)) return 'Docker knows no escape "\\/"';
  }
  return tag !== undefined && !isTagged(tag, source)
    ? `${JSON.stringify(source.slice(0, 40))} is not what its tag says`
    : null;
}

/** In quotes, in brackets and behind the indentation of a block text a tab is one character of many. */
function takesTabs(root: Node, offset: number): boolean {
  let takes = false;
  visit(root, (_, node) => {
    if (isPair(node)) return undefined;
    const [start = 0, end = 0] = (node as Node).range ?? [];
    if (offset < start || offset > end) return visit.SKIP;
    if (isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE')) takes = true;
    if (isCollection(node) && node.flow === true) takes = true;
    return takes ? visit.BREAK : undefined;
  });
  return takes;
}
