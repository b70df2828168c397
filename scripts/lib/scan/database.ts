/** The vulnerability database that lies in the scanner's cache. */
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fault, ScanError } from './fault.ts';
import { FLAWS, JAVA } from './repository.ts';

export interface DatabaseFacts {
  /** Of its schema. */
  readonly version: number;
  /** ISO 8601: when its makers put it together. */
  readonly updatedAt: string;
  /** Of what tells this database from every other. */
  readonly id: string;
}

const DAY_MS = 86_400_000;

/** Makes `folder` one in which a scanner finds the databases of `cache`, whichever lie there when it looks. */
export async function shareDatabase(cache: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { folder: name } of [FLAWS, JAVA]) {
    await symlink(join(cache, name), join(folder, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Throws ScanError when there is none, or none that can be read. */
export async function readDatabase(cache: string): Promise<DatabaseFacts> {
  const folder = join(cache, 'db');
  const text = await readFile(join(folder, 'metadata.json'), 'utf8').catch(() => null);
  const file = await stat(join(folder, 'trivy.db')).catch(() => null);
  if (text === null || file === null)
    throw new ScanError(fault('database-missing', 'there is no vulnerability database here'));
  // A Trivy that cannot open it may end without a word.
  if (!(await isBolt(join(folder, 'trivy.db')))) {
    throw new ScanError(fault('database-corrupt', 'the vulnerability database is cut off or overwritten'));
  }
  const { Version: version, UpdatedAt: updatedAt } = metadataOf(text);
  if (typeof version !== 'number' || typeof updatedAt !== 'string' || Number.isNaN(Date.parse(updatedAt))) {
    throw new ScanError(fault('database-corrupt', 'the vulnerability database does not say of when it is'));
  }
  const id = createHash('sha256')
    .update(JSON.stringify([version, updatedAt, file.size, file.mtimeMs]))
    .digest('hex');
  return { version, updatedAt: new Date(updatedAt).toISOString(), id: id.slice(0, 16) };
}

const PAGE_HEADER = 16;
/** Of bbolt, in the first of its two meta pages. */
const MAGIC = 0xed0cdaed;

/** Whether it begins as a bbolt file, and is as long as it says. */
async function isBolt(file: string): Promise<boolean> {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(80), 0, 80, 0);
  if (bytesRead < 80 || buffer.readUInt32LE(PAGE_HEADER) !== MAGIC) return false;
  const pageSize = buffer.readUInt32LE(PAGE_HEADER + 8);
  const pages = buffer.readBigUInt64LE(PAGE_HEADER + 40);
  return BigInt((await handle.stat()).size) >= pages * BigInt(pageSize);
}

/** Pure: how many days old it is. */
export function ageInDays({ updatedAt }: Pick<DatabaseFacts, 'updatedAt'>, now: Date): number {
  return (now.getTime() - Date.parse(updatedAt)) / DAY_MS;
}

function metadataOf(text: string): { readonly Version?: unknown; readonly UpdatedAt?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
