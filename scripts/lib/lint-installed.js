#!/usr/bin/env node
/**
 * The lint command of the installed package, as pre-commit and others run it. Node takes no types off below node_modules, so the
 * first run makes one file of the command, and later runs start from that.
 */
import { existsSync, mkdirSync, mkdtempSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PACKAGE = join(import.meta.dirname, '../..');
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`error: this is Node ${process.version}, and 22.18 or newer is needed\n`);
  process.exitCode = 2;
} else {
  const { default: lintCommand } = await import(pathToFileURL(await bundle()).href);
  await lintCommand();
}

async function bundle() {
  const made = join(PACKAGE, 'dist/lint.mjs');
  if (existsSync(made)) return made;
  try {
    mkdirSync(join(PACKAGE, 'dist'), { recursive: true });
  } catch {
    // Installed by somebody else.
    return await build(join(mkdtempSync(join(tmpdir(), 'recipe-commons-')), 'lint.mjs'));
  }
  // In one step: another run may start at this moment.
  renameSync(await build(`${made}.${process.pid}.mjs`), made);
  return made;
}

async function build(outfile) {
  const esbuild = await import('esbuild');
  await esbuild.build({
    entryPoints: [join(PACKAGE, 'scripts/lib/lint-command.ts')],
    absWorkingDir: PACKAGE,
    outfile,
    bundle: true,
    minifyWhitespace: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    // Some packages inside are no ES modules, and ask for Node's own ones this way.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
    },
    logLevel: 'error',
  });
  return outfile;
}
