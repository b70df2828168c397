import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import { readYaml } from '../../scripts/lib/recipe/yaml.ts';
import { documents, type Files, type Input } from './inputs.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The shipped recipes and the one that all lint cases start from: real files to damage. */
export function readReal(): readonly Input[] {
  const shipped = readdirSync(join(ROOT, 'recipes')).sort();
  const folders = [...shipped.map((name) => join('recipes', name)), 'test/fixtures/lint/_recipe'];
  return folders.map((folder) => {
    const files: Files = new Map(filesIn(join(ROOT, folder)));
    const input = { kind: folder.split('/').at(-1) ?? folder, files };
    documents.set(
      input,
      new Map([...files].flatMap(([path, bytes]) => (path.endsWith('.yml') ? [[path, documentOf(path, bytes)]] : []))),
    );
    return input;
  });
}

function filesIn(folder: string): readonly (readonly [string, Buffer])[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path.slice(folder.length + 1), readFileSync(path)];
  });
}

function documentOf(path: string, bytes: Buffer) {
  return readYaml(recipeFile(path, bytes, false), '').value ?? null;
}
