/** What is written into a YAML text: by block style with the file's own indentation, or in braces. */
import { isMap, isSeq, type Node, type Pair } from 'yaml';
import { scalarValue } from '../../recipe/scalar.ts';
import type { NodeIndex } from '../../recipe/yaml-nodes.ts';
import { column } from './text.ts';

/** A scalar as it is to stand there (quotes included), a list, or a mapping with plain keys. */
export type Written = string | readonly Written[] | { readonly [key: string]: Written };

/** How the file is laid out where nothing else says it. */
export interface Layout {
  readonly lineEnd: '\n' | '\r\n';
  /** Columns from a key to the keys below it. */
  readonly step: number;
  /** Columns from a key to the dashes below it. */
  readonly dash: number;
}

/** The text of a scalar, quoted where YAML would read something else than these characters. */
export function scalarText(value: string): string {
  const isPlain = /^[A-Za-z0-9_./$-][\w./$-]*$/.test(value) && value !== '-' && !value.startsWith('---');
  return isPlain && typeof plainValue(value) === 'string' ? value : JSON.stringify(value);
}

function plainValue(source: string): unknown {
  return scalarValue({ source, type: 'PLAIN' } as Parameters<typeof scalarValue>[0]);
}

const known = new WeakMap<NodeIndex, Layout>();

/** What the first nested mapping and the first list of the file show. */
export function layoutOf(text: string, nodes: NodeIndex): Layout {
  let layout = known.get(nodes);
  if (layout === undefined) {
    const steps = findSteps(text, nodes.root, { step: null, dash: null });
    const step = steps.step ?? 2;
    layout = { lineEnd: text.includes('\r\n') ? '\r\n' : '\n', step, dash: steps.dash ?? step };
    known.set(nodes, layout);
  }
  return layout;
}

interface Steps {
  readonly step: number | null;
  readonly dash: number | null;
}

function findSteps(text: string, node: Node | null, found: Steps): Steps {
  if (isSeq(node)) return node.items.reduce<Steps>((steps, item) => findSteps(text, item as Node | null, steps), found);
  if (!isMap(node) || node.flow === true) return found;
  let steps = found;
  for (const { key, value } of node.items as Pair<Node | null, Node | null>[]) {
    if (steps.step !== null && steps.dash !== null) return steps;
    if (key?.range == null || value?.range == null) continue;
    const isBlock = (isMap(value) || isSeq(value)) && value.flow !== true && value.items.length > 0;
    if (isBlock) {
      const width = column(text, value.range[0]) - column(text, key.range[0]);
      if (isMap(value)) steps = { ...steps, step: steps.step ?? (width > 0 ? width : null) };
      else steps = { ...steps, dash: steps.dash ?? (width >= 0 ? width : null) };
    }
    steps = findSteps(text, value, steps);
  }
  return steps;
}

/** The lines of `key: written`, the first at `indent`. */
export function pairLines(key: string, written: Written, indent: number, layout: Layout): readonly string[] {
  const blanks = ' '.repeat(indent);
  if (typeof written === 'string') return [`${blanks}${key}: ${written}`];
  if (isListed(written)) return [`${blanks}${key}:`, ...itemLines(written, indent + layout.dash, layout)];
  return [`${blanks}${key}:`, ...mapLines(written, indent + layout.step, layout)];
}

/** The lines of a list, its dashes at `indent`. */
export function itemLines(items: readonly Written[], indent: number, layout: Layout): readonly string[] {
  return items.flatMap((item) => {
    if (typeof item === 'string' || isListed(item)) return [`${' '.repeat(indent)}- ${inBraces(item)}`];
    const [first = '', ...rest] = mapLines(item, indent + 2, layout);
    return [`${' '.repeat(indent)}- ${first.trimStart()}`, ...rest];
  });
}

function mapLines(map: { readonly [key: string]: Written }, indent: number, layout: Layout): readonly string[] {
  return Object.entries(map).flatMap(([key, value]) => pairLines(key, value, indent, layout));
}

/** The same on one line, where commas and brackets end a plain scalar. */
export function inBraces(written: Written): string {
  if (typeof written === 'string') return /^["']/.test(written) || !/[,[\]{}]/.test(written) ? written : quote(written);
  if (isListed(written)) return `[${written.map(inBraces).join(', ')}]`;
  const pairs = Object.entries(written).map(([key, value]) => `${key}: ${inBraces(value)}`);
  return `{${pairs.join(', ')}}`;
}

function quote(plain: string): string {
  return /["\\]/.test(plain) ? `'${plain.replaceAll("'", "''")}'` : `"${plain}"`;
}

function isListed(written: Written): written is readonly Written[] {
  return Array.isArray(written);
}
