import { isMap, isSeq } from 'yaml';
import { nodeAt } from './entry.ts';
import type { Fix } from './fix.ts';
import { append, put } from './put.ts';

/** Adds a label beside the one at the place, in the form of the others. In a mapping no key may hold a variable. */
export function addLabel(key: string, value: string): Fix {
  return ({ file, path }) => {
    const labels = { file, path: path.slice(0, -1) };
    const node = nodeAt(labels);
    if (isSeq(node)) return append(labels, JSON.stringify(`${key}=${value}`));
    if (!isMap(node) || key.includes('$')) return null;
    return put({ file, path: [...labels.path, key] }, JSON.stringify(value));
  };
}
