import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runCommand } from './lib/command.ts';
import { validatorSource } from './lib/recipe/schema-compile.ts';

const schema = join(
  dirname(createRequire(import.meta.url).resolve('dclint/package.json')),
  'schemas/compose.schema.json',
);
const target = join(import.meta.dirname, 'lib/recipe/validators.js');

await runCommand({
  name: 'npm run generate',
  summary: 'Writes the validators of recipe.yml and compose files from their schemas.',
  positionals: '',
  options: {},
  examples: ['npm run generate'],
  run: async () => {
    await writeFile(target, validatorSource(JSON.parse(await readFile(schema, 'utf8'))));
    process.stdout.write(`wrote ${target}\n`);
    return 0;
  },
});
