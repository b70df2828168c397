/**
 * The corpus of `docker stack config`: one file of cases for each topic in `test/fixtures/stack/<topic>.yml`, and beside it, in
 * `<topic>.json`, what the reference CLI made of each. A case is a document of the file:
 *
 *     name: a duration needs a unit
 *     compose.yml: |                # each key that ends in .yml is a compose file, merged in this order; its text is kept as it is
 *       services: {a: {image: x, @@}}
 *     beside: {web.env: A=1}        # other files in the same folder
 *     env: {A: '1'}                 # the environment of the CLI
 *     places: |                     # optional: a case for each line, put in at @@
 *       stop_grace_period: @@
 *     values: |                     # optional: a case for each line, put in at @@; one word names a list of _values.yml
 *       5
 *       5s
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

const FOLDER = join(import.meta.dirname, '../fixtures/stack');
const HOLE = '@@';

export interface Case {
  readonly name: string;
  /** The compose files, in the order in which they are given to `-c`. */
  readonly files: readonly CaseFile[];
  readonly beside: readonly CaseFile[];
  readonly env: { readonly [name: string]: string };
}

interface CaseFile {
  readonly name: string;
  readonly text: string;
}

/** What the CLI made of a case: the file it prints, without the folder's name, or why it refuses. */
export type Answer = { readonly accepted: unknown } | { readonly refused: string };

export interface Recording {
  /** The version of the CLI. */
  readonly client: string;
  readonly answers: { readonly [name: string]: Answer };
}

interface Written {
  readonly name: string;
  readonly beside?: { readonly [file: string]: string };
  readonly env?: { readonly [name: string]: string };
  readonly places?: string;
  readonly values?: string;
  readonly [file: `${string}.yml`]: string;
}

export async function topics(): Promise<string[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.yml') && !name.startsWith('_'));
  return names.map((name) => name.slice(0, -'.yml'.length)).sort();
}

export async function readCases(topic: string): Promise<Case[]> {
  const lists = parse(await readFile(join(FOLDER, '_values.yml'), 'utf8')) as { [name: string]: string };
  const text = await readFile(join(FOLDER, `${topic}.yml`), 'utf8');
  const cases = parseAllDocuments(text).flatMap((document) => {
    if (document.errors.length > 0) throw new Error(`${topic}.yml: ${document.errors[0]}`);
    return casesOf(document.toJS() as Written, lists);
  });
  const names = new Set<string>();
  for (const { name } of cases) {
    if (names.has(name)) throw new Error(`${topic}.yml has two cases called "${name}"`);
    names.add(name);
  }
  return cases;
}

export async function readRecording(topic: string): Promise<Recording> {
  return JSON.parse(await readFile(join(FOLDER, `${topic}.json`), 'utf8'));
}

/** A case to a line, so that a changed answer is a changed line. */
export async function writeRecording(topic: string, { client, answers }: Recording): Promise<void> {
  const lines = Object.entries(answers).map(
    ([name, answer]) => `    ${JSON.stringify(name)}: ${JSON.stringify(answer)}`,
  );
  const text = `{\n  "client": ${JSON.stringify(client)},\n  "answers": {\n${lines.join(',\n')}\n  }\n}\n`;
  await writeFile(join(FOLDER, `${topic}.json`), text);
}

function casesOf(written: Written, lists: { readonly [name: string]: string }): Case[] {
  const { name, beside = {}, env = {}, places, values, ...files } = written;
  const names = Object.keys(files);
  const unknown = names.find((file) => !file.endsWith('.yml'));
  if (unknown !== undefined || names.length === 0) throw new Error(`case "${name}": ${unknown ?? 'no file'}?`);
  const list = values === undefined ? undefined : (lists[values] ?? values);
  return fillings(places, list).map(({ words, filled }) => ({
    name: words === '' ? name : `${name} | ${words}`,
    files: named(files).map((file) => ({ ...file, text: filled(file.text) })),
    beside: named(beside),
    env,
  }));
}

function fillings(places: string | undefined, values: string | undefined) {
  if (values === undefined && places === undefined) return [{ words: '', filled: (text: string) => text }];
  return lines(places ?? HOLE).flatMap((place) =>
    lines(values ?? HOLE).map((value) => {
      const words = place.replaceAll(HOLE, () => value);
      return { words, filled: (text: string) => text.replaceAll(HOLE, () => words) };
    }),
  );
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function named(files: { readonly [name: string]: string }): CaseFile[] {
  return Object.entries(files).map(([name, text]) => ({ name, text }));
}
