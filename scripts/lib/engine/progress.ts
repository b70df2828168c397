const EVERY_MS = 10_000;

/** Says that `work` goes on, every ten seconds while it does, and how long it took: `building fossil:2.21 … 6 s`. */
export async function withProgress<Value>(
  label: string,
  onProgress: (line: string) => void,
  work: () => Promise<Value>,
): Promise<Value> {
  const started = performance.now();
  const say = (): void => onProgress(`${label} … ${Math.round((performance.now() - started) / 1000)} s`);
  onProgress(`${label} …`);
  const timer = setInterval(say, EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    say();
  }
}
