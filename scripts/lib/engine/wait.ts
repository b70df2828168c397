import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks `probe` again and again until it returns something else than null. Throws when `signal` fires, and
 * `tooLate()` after `limitMs`.
 */
export async function until<Value>(
  probe: () => Promise<Value | null> | Value | null,
  options: { readonly limitMs: number; readonly signal: AbortSignal; readonly tooLate: () => Error },
): Promise<Value> {
  const deadline = performance.now() + options.limitMs;
  for (;;) {
    options.signal.throwIfAborted();
    const value = await probe();
    if (value !== null) return value;
    if (performance.now() > deadline) throw options.tooLate();
    await sleep(10, undefined, { signal: options.signal }).catch(() => options.signal.throwIfAborted());
  }
}
