import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const DAY_MS = 86_400_000;

/**
 * Makes `.cache/tmp` this process's folder for temporary files, so that whatever a killed browser or tool leaves lies
 * inside the repository; what is older than a day goes.
 */
export async function useScratch(root: string): Promise<void> {
  const folder = join(root, '.cache/tmp');
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const modified = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - modified > DAY_MS) await rm(path, { recursive: true, force: true });
  }
  process.env.TMPDIR = folder;
}
