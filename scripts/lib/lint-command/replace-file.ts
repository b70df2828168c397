import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { KnownError } from '../command.ts';
import { quote } from '../recipe/limits.ts';
import { fileBytes } from '../recipe/recipe-file.ts';
import type { RecipeFile } from '../types.ts';

/**
 * Puts `after` where `before` is, in one step: whoever reads the file meanwhile sees one or the other. Throws KnownError, and
 * leaves all as it was, when the file is a link, has other names, or was changed since it was read.
 */
export function replaceFile(path: string, before: RecipeFile, after: RecipeFile): void {
  const stats = expectUnchanged(path, fileBytes(before));
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    const file = openSync(temporary, 'wx', stats.mode);
    try {
      writeFileSync(file, fileBytes(after));
      const { uid, gid } = fstatSync(file);
      if (uid !== stats.uid || gid !== stats.gid) fchownSync(file, stats.uid, stats.gid);
      fchmodSync(file, stats.mode & 0o7777);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw notWritten(path, codeOf(error));
  }
}

/** O_NONBLOCK: a fifo nobody writes to would hold us for ever. */
function expectUnchanged(path: string, bytes: Buffer): Stats {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    throw notWritten(path, codeOf(error) === 'ELOOP' ? 'it is a symbolic link' : codeOf(error));
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw notWritten(path, 'it is no regular file');
    if (stats.nlink > 1) throw notWritten(path, 'it has other names (hard links)');
    if (stats.size !== bytes.length || !readFileSync(file).equals(bytes)) {
      throw notWritten(path, 'it was changed meanwhile');
    }
    return stats;
  } finally {
    closeSync(file);
  }
}

function notWritten(path: string, why: string): KnownError {
  return new KnownError(
    `cannot repair ${quote(path)}: ${why}`,
    'It is as it was. See --fix --dry-run for the changes.',
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
