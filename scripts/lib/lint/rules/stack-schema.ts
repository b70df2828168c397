import type { Kind } from '../../stack/format.ts';
import { documents } from '../documents.ts';
import { asType, type ScalarType } from '../edit/replace.ts';
import type { Rule } from '../rule.ts';

export const stackSchema: Rule = {
  id: 'stack-schema',
  severity: 'error',
  summary: 'docker stack deploy refuses the file',
  docs: {
    why: 'Swarm reads compose files by a schema of its own, 3.0 to 3.13, which is stricter than that of the compose specification in places: true and false are no labels, "published" is a number, a mapping is no "depends_on". It stops at the first fault; here are all of them.',
    fix: 'Correct the value at the place shown; each message says what is taken instead.',
    refs: ['docker/cli compose/schema 3.0–3.13', 'docker/cli compose/loader'],
  },
  yieldsTo: ['swarm-rejects-key', 'swarm-forbids-key', 'unescaped-dollar', 'interpolated-number'],
  check(recipe, report) {
    const settings = new Set(recipe.settings.map(({ name }) => name));
    for (const { problems } of documents(recipe)) {
      for (const { kind, file, path, atKey, message, help, kinds, variables } of problems) {
        // Of versions that differ there is a rule that repairs them.
        if (kind === 'merge') continue;
        // What .env.sample asks for, the hoster fills in.
        if (variables?.every((name) => settings.has(name)) === true) continue;
        report({
          file,
          path,
          ...(atKey === undefined ? {} : { atKey }),
          message,
          help,
          data: { kind },
          fix: kinds && asType(typesOf(kinds)),
        });
      }
    }
  },
};

const TYPES: { readonly [kind in Kind]: readonly ScalarType[] } = {
  text: ['string'],
  integer: ['integer'],
  number: ['number'],
  boolean: ['boolean'],
  null: [],
  map: [],
  list: [],
};

/** Where only the quotes are wrong. */
function typesOf(kinds: readonly Kind[]): readonly ScalarType[] {
  return kinds.flatMap((kind) => TYPES[kind]);
}
