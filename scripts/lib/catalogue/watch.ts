/** Waits for changes below some folders. */
import { watch } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** An editor saves in several steps. */
const SETTLE_MS = 150;
/** What editors write while they write. */
const PASSING = /(?:^|\/)(?:\.git(?:\/|$)|\.#|4913$)|~$|\.sw[a-z]$|\.tmp$/;

export interface Watch extends Disposable {
  /** The files that changed since it was asked the last time, at least one; null once it is interrupted. */
  readonly changed: () => Promise<readonly string[] | null>;
}

/** Folders by the names that what is told begins with. */
export function watchFolders(folders: { readonly [name: string]: string }, signal: AbortSignal): Watch {
  const dirty = new Set<string>();
  let wake = () => {};
  signal.addEventListener('abort', () => wake(), { once: true });
  const watchers = Object.entries(folders).map(([name, folder]) =>
    watch(folder, { recursive: true }, (_event, file) => {
      if (file === null || PASSING.test(file)) return;
      dirty.add(`${name}/${file}`);
      wake();
    }),
  );
  return {
    async changed() {
      while (dirty.size === 0 && !signal.aborted) {
        await new Promise<void>((done) => {
          wake = done;
        });
      }
      await sleep(SETTLE_MS, undefined, { signal }).catch(() => {});
      const files = [...dirty].sort();
      dirty.clear();
      return signal.aborted ? null : files;
    },
    [Symbol.dispose]() {
      for (const watcher of watchers) watcher.close();
    },
  };
}
