/**
 * One file instead of a hundred and fifty, and its functions already compiled. To find, strip and compile every module
 * anew costs more than to lint a recipe; Node's own compile cache leaves out all functions that run only later. Bundles lie
 * in `.cache/bundle` and are made anew whenever a source of theirs has changed.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';

const ROOT = resolve(import.meta.dirname, '../..');

/** What the installed packages are known by. */
const LOCKFILE = 'package-lock.json';

/** Whoever started with an older bundle has loaded it by now. */
const OLD_MS = 60 * 60_000;

interface Bundle {
  /** Its name says what is in it: V8 believes any compiled code whose source is as long as ours. */
  readonly file: string;
  /** Modification time in milliseconds of all it was made of, by path from the repository's root. */
  readonly sources: { readonly [path: string]: number };
}

/** A module that is a command. `thread`: the script that its threads run. */
interface Command {
  readonly [name: string]: (thread?: string) => Promise<void>;
}

interface BundleOptions {
  /** Of the function to call, when it is another than what the module exports by default. */
  readonly name?: string;
  readonly thread?: string;
  /** Where bundles lie. */
  readonly folder?: string;
}

/**
 * Runs the command in the module `entry`, a path from the repository's root: from its bundle, where one can be made.
 */
export async function runBundled(entry: string, options: BundleOptions = {}): Promise<void> {
  const { name = 'default', thread, folder = join(ROOT, '.cache/bundle') } = options;
  const bundle = await bundleOf(entry, folder).catch(() => null);
  // Nowhere to write, or no bundler: slower, and the same.
  const command = bundle === null ? await import(pathToFileURL(join(ROOT, entry)).href) : load(join(folder, bundle));
  await (command as Command)[name]?.(thread);
}

async function bundleOf(entry: string, folder: string): Promise<string> {
  const record = join(folder, `${entry.replaceAll('/', '-')}.json`);
  const known = readBytes(record);
  if (known !== null) {
    const { file, sources } = JSON.parse(known.toString()) as Bundle;
    if (Object.entries(sources).every(([path, time]) => modified(path) === time)) return file;
  }
  const bundle = await makeBundle(entry, folder);
  put(record, JSON.stringify(bundle));
  return bundle.file;
}

async function makeBundle(entry: string, folder: string): Promise<Bundle> {
  const { build } = await import('esbuild');
  const { metafile, outputFiles } = await build({
    entryPoints: [join(ROOT, entry)],
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    minifyWhitespace: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    logLevel: 'silent',
    // The same parser; its build for Node asks the environment at every token whether to log it.
    alias: { yaml: './node_modules/yaml/browser/index.js' },
    define: { 'import.meta.url': '__url', 'import.meta.dirname': '__dirname' },
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`no bundle of ${entry}`);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > OLD_MS) rmSync(path, { force: true });
  }
  const file = `${output.hash.replaceAll(/[^A-Za-z0-9]/g, '_')}.cjs`;
  put(join(folder, file), `(function(exports,require,module,__dirname,__url){${output.text}\n})`);
  const own = Object.keys(metafile.inputs).filter((path) => !path.includes('node_modules/'));
  return { file, sources: Object.fromEntries([...own, LOCKFILE].map((path) => [path, modified(path)])) };
}

function load(file: string): unknown {
  const compiled = `${file}.${process.version}-${process.arch}`;
  const cachedData = readBytes(compiled) ?? undefined;
  const script = new Script(readFileSync(file, 'utf8'), {
    filename: file,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  if (cachedData === undefined || script.cachedDataRejected === true) {
    // Only at the end is everything compiled that a run needs.
    process.once('exit', () => put(compiled, script.createCachedData()));
  }
  const module = { exports: {} };
  const run = script.runInThisContext() as (...values: readonly unknown[]) => void;
  run(module.exports, createRequire(file), module, resolve(file, '..'), pathToFileURL(file).href);
  return module.exports;
}

/** In one step: whoever starts at this moment reads the old file or the new one. */
function put(file: string, content: string | Uint8Array): void {
  writeFileSync(`${file}.${process.pid}`, content);
  renameSync(`${file}.${process.pid}`, file);
}

function readBytes(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}

function modified(path: string): number {
  return statSync(join(ROOT, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
