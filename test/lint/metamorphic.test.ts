import { expect, test } from 'vitest';
import { lint } from '../../scripts/lib/lint/lint.ts';
import { READING } from '../../scripts/lib/lint/texts.ts';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import { readYaml } from '../../scripts/lib/recipe/yaml.ts';
import type { Json, RecipeFile } from '../../scripts/lib/types.ts';
import { caseFiles, cases, recipeOf } from './fixtures.ts';

/** What cannot be read can be written in no other way. */
const UNREAD = READING.map(({ id }) => id);
const BAD = cases()
  .filter(({ kind, rule }) => kind === 'bad' && !UNREAD.includes(rule))
  .map((each) => [`${each.rule}/${each.name}`, each.folder] as const);

/** Ways to write a YAML document that mean the same. */
const REWRITES: readonly (readonly [string, (value: Json, text: string) => string])[] = [
  ['JSON', (value) => JSON.stringify(value, null, 2)],
  ['another order of keys', (value) => JSON.stringify(reversed(value))],
  ['comments', (_, text) => text.replaceAll('\n', '\n# remark\n').replace(/^/, '# first\n')],
];

/** They speak of how something is written, which is what the rewriting changes. */
const OF_NOTATION: readonly string[] = ['image-anchor', 'unquoted-port'];

test.each(BAD.flatMap(([name, folder]) => REWRITES.map(([how, rewrite]) => [name, how, folder, rewrite] as const)))(
  '%s: the same rules speak after %s',
  (_name, _how, folder, rewrite) => {
    const files = caseFiles(folder);
    const rewritten = files.map((file) => {
      if (!/^compose.*\.yml$/.test(file.path)) return file;
      return recipeFile(file.path, Buffer.from(rewrite(documentOf(file), file.content)), false);
    });
    expect(rulesIn(rewritten)).toEqual(rulesIn(files));
  },
);

function documentOf(file: RecipeFile): Json {
  return readYaml(file, '').value ?? null;
}

function rulesIn(files: readonly RecipeFile[]): readonly string[] {
  const { findings } = lint(recipeOf(files), { today: '2026-01-01' });
  const others = findings.filter(({ rule }) => !OF_NOTATION.includes(rule));
  return [...new Set(others.map(({ rule, severity }) => `${rule} ${severity}`))].sort();
}

/** Lists keep their order: it means something. */
function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, reversed(item)] as const);
  return Object.fromEntries(entries.reverse());
}
