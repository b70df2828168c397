/**
 * Milliseconds of processor time `run` took on this thread. Unlike the clock on the wall it does not grow when the machine
 * is busy with something else.
 */
export async function cpuMs(run: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
