/** `--watch`: lints again what was changed, and says what that changed. */
import { existsSync, type FSWatcher, statSync, watch } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { KnownError } from '../command.ts';
import { chooseFindings } from '../report/choose.ts';
import { plainText } from '../report/plain-text.ts';
import { prettyPrinter, subjectName } from '../report/pretty.ts';
import { summaryOf } from '../report/printer.ts';
import type { Finding, Report } from '../types.ts';
import { findInputs, type Input } from './inputs.ts';
import { type Judged, judge } from './judge.ts';
import type { Wanted } from './options.ts';
import { openOutput, tell } from './output.ts';
import type { Terminal } from './print.ts';
import { storeReport } from './store.ts';

export interface WatchOptions extends Terminal {
  readonly root: string;
  readonly args: readonly string[];
  readonly choice: Wanted['choice'];
  readonly signal: AbortSignal;
}

/** An editor saves in several steps, and git checks out many files. */
const SETTLE_MS = 100;
/** Whether what was removed as a whole is there again: then no folder is left that would tell. */
const LOOK_AGAIN_MS = 5000;

/** Ends when it is interrupted, which is how a watch ends: with 0. */
export async function watchInputs({ root, args, choice, signal, ...terminal }: WatchOptions): Promise<0 | 2> {
  const output = openOutput();
  const printer = prettyPrinter(terminal);
  const seen = new Map<string, Report>();
  const found = await findInputs(root, args);
  let inputs = found.inputs;
  complain([...found.faults, ...(await pass(inputs, (judged) => first(judged)))]);
  if (seen.size === 0) return 2;
  await output.write(printer.end([...seen.values()].map(summaryOf), []));
  using folders = watchFolders(root, signal);
  folders.follow(args, inputs);
  tell(`watching ${inputs.length === 1 ? '1 place' : `${inputs.length} places`} (Ctrl-C ends it)\n`);
  while (output.isRead()) {
    const changed = await folders.changed();
    if (changed === null) break;
    const before = new Set(inputs.map(keyOf));
    inputs = (await findInputs(root, args).catch(() => ({ inputs: [] }))).inputs;
    folders.follow(args, inputs);
    const now = new Set(inputs.map(keyOf));
    for (const key of before) if (!now.has(key)) await gone(key);
    const again = inputs.filter((input) => !before.has(keyOf(input)) || changed.has(folderOf(input)));
    complain(await pass(again, (judged) => next(judged)));
  }
  return 0;

  async function pass(some: readonly Input[], show: (judged: Judged) => Promise<void>): Promise<readonly KnownError[]> {
    const faults: KnownError[] = [];
    for await (const judged of judge(root, some)) {
      if (signal.aborted) break;
      if (judged instanceof KnownError) faults.push(judged);
      else {
        storeReport(root, judged);
        await show({ ...judged, report: chooseFindings(judged.report, choice) });
      }
    }
    return faults;
  }

  async function first({ input, report, source }: Judged): Promise<void> {
    seen.set(keyOf(input), report);
    await output.write(printer.each(report, source, 0));
  }

  async function next({ input, report, source }: Judged): Promise<void> {
    const old = seen.get(keyOf(input));
    const { added, repaired, remaining } = differences(old?.findings ?? [], report.findings);
    seen.set(keyOf(input), report);
    // A neighbour of it was changed, or it was saved as it is.
    if (old?.subject.digest === report.subject.digest && added.length + repaired.length === 0) return;
    const { colors } = terminal;
    const counts = [
      ...(added.length === 0 ? [] : [colors.red(`${added.length} new`)]),
      ...(repaired.length === 0 ? [] : [colors.green(`${repaired.length} repaired`)]),
      remaining === 0 ? (added.length === 0 ? 'no findings' : 'no others') : `${remaining} as before`,
    ].join(', ');
    const lines = repaired.map(
      ({ rule, message }) => `  ${colors.green('✓')} ${plainText(message)}  ${colors.dim(rule)}\n`,
    );
    const blocks = printer.each({ ...report, findings: added }, source, 0);
    await output.write(`${time()}  ${subjectName(report.subject)}: ${counts}\n${lines.join('')}${blocks}`);
  }

  async function gone(key: string): Promise<void> {
    const report = seen.get(key);
    seen.delete(key);
    if (report !== undefined) await output.write(`${time()}  ${subjectName(report.subject)}: removed\n`);
  }

  function time(): string {
    return terminal.colors.dim(new Date().toTimeString().slice(0, 8));
  }
}

interface Differences {
  readonly added: readonly Finding[];
  readonly repaired: readonly Finding[];
  readonly remaining: number;
}

/** A finding that only moved to another line is the same. */
function differences(before: readonly Finding[], after: readonly Finding[]): Differences {
  const old = Map.groupBy(before, identity);
  const added = after.filter((finding) => old.get(identity(finding))?.pop() === undefined);
  return { added, repaired: [...old.values()].flat(), remaining: after.length - added.length };
}

function identity({ rule, severity, message, path, place }: Finding): string {
  return JSON.stringify([rule, severity, message, path, place?.file ?? '']);
}

interface Folders extends Disposable {
  /** From now on these, and no others. */
  follow(args: readonly string[], inputs: readonly Input[]): void;
  /** Waits for a change, and gives the folders that changed; null when it is interrupted. */
  changed(): Promise<ReadonlySet<string> | null>;
}

function watchFolders(root: string, signal: AbortSignal): Folders {
  const watchers = new Map<string, { readonly watcher: FSWatcher; readonly inode: number }>();
  let dirty = new Set<string>();
  let wake = () => {};
  signal.addEventListener('abort', () => wake(), { once: true });
  let absent = false;
  const alive = setInterval(() => absent && wake(), LOOK_AGAIN_MS);
  return {
    follow(args, inputs) {
      // The folders that were named, and recipes/: where something new appears.
      const parents = args.length === 0 ? ['recipes'] : args;
      absent = parents.some(
        (folder) => !existsSync(resolve(root, folder)) && !existsSync(resolve(root, 'recipes', folder)),
      );
      const wanted = new Map([
        ...parents.map((folder) => [folder, false] as const),
        ...inputs.map((input) => [folderOf(input), input.kind !== 'file'] as const),
      ]);
      for (const [folder, { watcher, inode }] of watchers) {
        if (wanted.has(folder) && inodeOf(resolve(root, folder)) === inode) continue;
        watcher.close();
        watchers.delete(folder);
      }
      for (const [folder, recursive] of wanted) {
        const inode = inodeOf(resolve(root, folder));
        if (watchers.has(folder) || inode === null) continue;
        watchers.set(folder, { watcher: start(folder, recursive), inode });
      }
    },
    async changed() {
      if (dirty.size === 0 && !signal.aborted) {
        await new Promise<void>((done) => {
          wake = done;
        });
      }
      await setTimeout(SETTLE_MS, undefined, { signal }).catch(() => {});
      const changed = dirty;
      dirty = new Set();
      return signal.aborted ? null : changed;
    },
    [Symbol.dispose]() {
      clearInterval(alive);
      for (const { watcher } of watchers.values()) watcher.close();
    },
  };

  function start(folder: string, recursive: boolean): FSWatcher {
    try {
      const watcher = watch(resolve(root, folder), { recursive }, (_event, name) => {
        if (name !== null && /^\.git(?:\/|$)/.test(name)) return;
        dirty.add(folder);
        wake();
      });
      // A folder that is removed ends its watcher; it is followed anew when it is back.
      return watcher.on('error', () => wake());
    } catch (error) {
      const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      throw new KnownError(`cannot watch "${folder}": ${why}`, 'Watch fewer folders.');
    }
  }
}

/** Null for what is no folder. */
function inodeOf(path: string): number | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isDirectory() === true ? stats.ino : null;
}

function folderOf(input: Input): string {
  return input.kind === 'recipe' ? `recipes/${input.name}` : input.folder;
}

function keyOf(input: Input): string {
  return JSON.stringify(input);
}

function complain(faults: readonly KnownError[]): void {
  for (const { message, help } of faults) tell(`error: ${message}\n  ${help}\n`);
}
