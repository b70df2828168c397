import { isMap, mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import type { Json, Path } from '../../types.ts';
import { documents } from '../documents.ts';
import type { Rule } from '../rule.ts';

/** Written by the hoster from .env.sample, beside the compose file. */
const HOSTERS = '.env';

export const configFileOutside: Rule = {
  id: 'config-file-outside',
  severity: 'error',
  summary: 'A config, secret or env_file is read from outside the recipe, or is not there',
  docs: {
    why: 'The docker CLI reads the file on the machine of whoever deploys, and the app gets it: /etc/shadow and ~/.ssh included.',
    fix: 'Put the file into the recipe and name it relative to compose.yml.',
    refs: ['docker/cli compose/loader', 'threat model: theft'],
  },
  assumes: 'folder',
  waivable: false,
  check(recipe, report) {
    for (const { file, value } of documents(recipe)) {
      for (const { text, path } of fileUses(value)) {
        const name = text.replace(/^(?:\.\/)+/, '');
        if (name === HOSTERS || recipe.files.some((each) => each.path === name)) continue;
        const outside = /^[/~\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(name);
        const message = outside
          ? `File ${quote(text)} lies outside the recipe`
          : `There is no file ${quote(text)} in the recipe`;
        report({
          file,
          path,
          message,
          help: 'Put it into the folder of the recipe and name it from there.',
          data: { file: text },
        });
      }
    }
  },
};

function fileUses(document: Json): readonly { readonly text: string; readonly path: Path }[] {
  const uses: { text: Json | undefined; path: Path }[] = [];
  for (const kind of ['configs', 'secrets']) {
    for (const [key, entry] of Object.entries(mapOf(mapOf(document)[kind]))) {
      uses.push({ text: mapOf(entry).file, path: [kind, key, 'file'] });
    }
  }
  for (const [name, service] of Object.entries(mapOf(mapOf(document).services))) {
    const { env_file } = mapOf(service);
    const path = ['services', name, 'env_file'];
    if (!Array.isArray(env_file)) uses.push({ text: env_file, path });
    else
      for (const [index, item] of env_file.entries())
        uses.push({ text: isMap(item) ? item.path : item, path: [...path, index] });
  }
  return uses.flatMap(({ text, path }) => (typeof text === 'string' ? [{ text, path }] : []));
}
