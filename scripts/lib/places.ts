/** At most so many at once, whoever asks; of all that wait, what took longest the last time goes first. */
export interface Places {
  /** Waits for a place and does `work` in it. `tookMs`: what it took the last time, `UNKNOWN_MS` when nobody knows. */
  take<Result>(tookMs: number, work: () => Promise<Result>): Promise<Result>;
}

/** Longer than anything that is known: no new one is left alone at the end. */
export const UNKNOWN_MS = Number.MAX_SAFE_INTEGER;

interface Waiting {
  readonly tookMs: number;
  readonly enter: () => void;
}

export function openPlaces(width: number): Places {
  const waiting: Waiting[] = [];
  let free = Math.max(1, width);
  const admit = (): void => {
    if (free === 0) return;
    const longest = waiting.reduce<Waiting | null>(
      (most, each) => (each.tookMs > (most?.tookMs ?? -1) ? each : most),
      null,
    );
    if (longest === null) return;
    waiting.splice(waiting.indexOf(longest), 1);
    free--;
    longest.enter();
  };
  return {
    async take(tookMs, work) {
      await new Promise<void>((enter) => {
        waiting.push({ tookMs, enter });
        // Whoever asks in the same breath is compared, not served in the order of asking.
        queueMicrotask(admit);
      });
      try {
        return await work();
      } finally {
        free++;
        admit();
      }
    },
  };
}
