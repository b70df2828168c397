import { isMap, isScalar, type Scalar } from 'yaml';
import { valueAt } from '../../recipe/json.ts';
import { scalarValue } from '../../recipe/scalar.ts';
import { parsedYaml } from '../../recipe/yaml.ts';
import type { Edit, Json, Path } from '../../types.ts';
import { type Entry, entryAt, hasKey, hasProperties } from './entry.ts';
import { type Fix, type FixTarget, together } from './fix.ts';
import { put } from './put.ts';
import { removeEntry } from './remove.ts';
import { column, commentAfter, contentEnd } from './text.ts';
import { inBraces, layoutOf, pairLines, type Written } from './written.ts';

/** A scalar on one line. */
export interface ScalarSource {
  /** As written, quotes included. */
  readonly source: string;
  readonly value: Json;
}

/**
 * Gives a key its new place below the same mapping, e.g. `['deploy', 'replicas']`, with what `convert` makes of its value; null
 * from `convert` declines. Where that place is new, it takes the place of the old one, else it comes behind what is there.
 */
export function move(to: readonly string[], convert: (scalar: ScalarSource) => Written | null): Fix {
  return (target) => {
    const entry = entryAt(target);
    const scalar = entry === null ? null : scalarOf(entry);
    const written = scalar === null ? null : convert(scalar);
    const [first] = to;
    if (entry === null || written === null || !isMap(entry.parent) || first === undefined) return null;
    const above = target.path.slice(0, -1);
    if (!hasKey(entry.nodes, entry.parent, first)) {
      // What is merged into a mapping that has the key itself would have no effect there.
      const isHidden = valueAt(parsedYaml(target.file).value, [...above, first]) !== undefined;
      return isHidden ? null : inPlace(target, entry, to, written);
    }
    const at = { ...target, path: [...above, ...to] };
    const comment = commentAfter(entry.text, contentEnd(entry.text, entry.value) ?? 0) ?? '';
    const along = together(put(at, written, comment), removeEntry(target, 'take its comment'));
    return along ?? together(put(at, written), removeEntry(target, 'keep its comment'));
  };
}

function scalarOf({ key, value, text }: Entry): ScalarSource | null {
  if (!isScalar(value) || value.range == null || hasProperties(value) || hasProperties(key)) return null;
  const source = text.slice(value.range[0], value.range[1]);
  return source.includes('\n') ? null : { source, value: scalarValue(value as Scalar) };
}

function inPlace({ file }: FixTarget, entry: Entry, to: Path, written: Written): readonly Edit[] | null {
  const { key, value, text, parent } = entry;
  if (key?.range == null) return null;
  const [start] = key.range;
  const end = contentEnd(text, value);
  if (end === null) return null;
  const whole = to.toReversed().reduce<Written>((inner, name) => ({ [name]: inner }), written);
  const edit = (replacement: string) => [{ file: file.path, start, end, text: replacement }];
  if (parent.flow === true) return edit(inBraces(whole).slice(1, -1));
  const layout = layoutOf(text, parsedYaml(file).nodes);
  const lines = Object.entries(whole).flatMap(([name, inner]) =>
    pairLines(name, inner as Written, column(text, start), layout),
  );
  return edit(lines.join(layout.lineEnd).trimStart());
}
