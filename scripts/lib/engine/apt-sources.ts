import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const DEBIAN = 'http://deb.debian.org/debian';

/** Every archive named in a sources.list or a *.sources file, in order. Pure. */
export function archivesIn(text: string): readonly URL[] {
  const lines = text.split('\n').filter((line) => !line.trimStart().startsWith('#'));
  const words = lines.flatMap((line) => line.split(/\s+/)).filter((word) => /^https?:\/\//.test(word));
  return words.flatMap((word) => (URL.canParse(word) ? [new URL(word)] : []));
}

/** Hosts this machine gets packages from, and Debian's own. */
export async function packageHosts(): Promise<ReadonlySet<string>> {
  const archives = (await readSources()).flatMap(archivesIn);
  return new Set([new URL(DEBIAN).host, ...archives.map(({ host }) => host)]);
}

/** The Debian archive this machine uses (`http://mirror.example.org/debian`), else Debian's own. */
export async function debianArchive(): Promise<string> {
  const archives = (await readSources()).flatMap(archivesIn);
  const found = archives.find(({ pathname }) => /\/debian\/?$/.test(pathname));
  return (found?.href ?? DEBIAN).replace(/\/$/, '');
}

async function readSources(): Promise<readonly string[]> {
  const parts = await readdir('/etc/apt/sources.list.d').catch(() => []);
  const files = ['/etc/apt/sources.list', ...parts.map((name) => join('/etc/apt/sources.list.d', name))];
  return Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
}
