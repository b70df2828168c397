import { mapOf } from '../recipe/json.ts';
import type { Path, Recipe } from '../types.ts';
import { externalName } from './documents.ts';

export interface External {
  readonly key: string;
  /** As written, variables not filled in. */
  readonly name: string;
  readonly file: string;
  /** Where the name stands, or the entry when the key is its name. */
  readonly path: Path;
}

/** Entries of the top level that exist in the swarm before the stack does. */
export function externals(
  { compose }: Recipe,
  kind: 'secrets' | 'configs' | 'volumes' | 'networks',
): readonly External[] {
  return compose.flatMap(({ file, value }) =>
    Object.entries(mapOf(value[kind])).flatMap(([key, entry]) => {
      const name = externalName(key, entry);
      if (name === null) return [];
      const { name: outer, external } = mapOf(entry);
      const inside = outer !== undefined ? ['name'] : mapOf(external).name !== undefined ? ['external', 'name'] : [];
      return [{ key, name, file, path: [kind, key, ...inside] }];
    }),
  );
}

/** Only a name that starts with the stack's own belongs to it; a default such as `${STACK_NAME:-other}` does not count. */
export function isOwn(name: string): boolean {
  return name.startsWith(`\${STACK_NAME}_`);
}
