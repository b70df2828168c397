import { isMap, mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import type { RecipeFile } from '../../types.ts';
import { documents, externalName } from '../documents.ts';
import type { Rule } from '../rule.ts';

/** Bytes; the content must stay below (swarmkit MaxConfigSize, MaxSecretSize). */
const BELOW = { configs: 1_024_000, secrets: 512_000 } as const;

export const configFileUnusable: Rule = {
  id: 'config-file-unusable',
  severity: 'error',
  summary: 'A config or secret is made from nothing, an empty file or one that is too large',
  docs: {
    why: 'docker stack config does not open the file; docker stack deploy stops there, with networks made and services not. It stops even when no service uses the entry.',
    fix: 'Give it content: 1 to 1,023,999 bytes for a config, to 511,999 for a secret. Larger files belong into the image.',
    refs: ['docker/cli compose/convert: fileObjectConfig', 'swarmkit: MaxConfigSize, MaxSecretSize'],
  },
  check(recipe, report) {
    const files = new Map(recipe.files.map((file) => [file.path, file]));
    for (const { file, value } of documents(recipe)) {
      for (const kind of ['configs', 'secrets'] as const) {
        const what = kind === 'configs' ? 'Config' : 'Secret';
        for (const [key, entry] of Object.entries(mapOf(value[kind]))) {
          if (!isMap(entry) || externalName(key, entry) !== null) continue;
          const { file: source, driver, content, environment } = entry;
          const path = [kind, key];
          if (source === undefined && driver === undefined && content === undefined && environment === undefined) {
            const message = `${what} ${quote(key)} is made from nothing`;
            report({ file, path, atKey: true, message, help: 'Name its "file", or write "external: true".' });
            continue;
          }
          const named = typeof source === 'string' ? files.get(source.replace(/^(?:\.\/)+/, '')) : undefined;
          const bytes = named === undefined ? 1 : bytesIn(named);
          if (bytes > 0 && bytes < BELOW[kind]) continue;
          const size = bytes === 0 ? 'is empty' : `has ${bytes} bytes, over ${BELOW[kind] - 1}`;
          const help = bytes === 0 ? 'Give it content, or remove the entry.' : 'Put it into the image or a volume.';
          const message = `File ${quote(String(source))} of ${what.toLowerCase()} ${quote(key)} ${size}`;
          report({ file, path: [...path, 'file'], message, help, data: { bytes } });
        }
      }
    }
  },
};

function bytesIn({ encoding, content }: RecipeFile): number {
  return Buffer.byteLength(content, encoding);
}
