/**
 * Before `npm pack`: makes `dist/lint.mjs`, all that the packed lint command is. Node takes no types off below node_modules, and
 * whoever lints with pre-commit has nothing else of this repository.
 */
import { chmod } from 'node:fs/promises';
import { build } from 'esbuild';

await build({
  entryPoints: ['scripts/lib/lint-bin.ts'],
  outfile: 'dist/lint.mjs',
  bundle: true,
  minifyWhitespace: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  alias: { yaml: './node_modules/yaml/browser/index.js' },
  banner: {
    // Packages inside that are no ES modules ask for Node's own ones this way.
    js: "#!/usr/bin/env node\nimport { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
  },
  logLevel: 'warning',
});
await chmod('dist/lint.mjs', 0o755);
