/** Whether a file that a hook wrote is a whole dump, by what its kind begins and ends with. */

export interface DumpFile {
  /** Inside its volume. */
  readonly path: string;
  readonly bytes: number;
  readonly isGzip: boolean;
  /** What it begins and ends with, unpacked when it is gzip; some thousand bytes each. */
  readonly head: Buffer;
  readonly tail: Buffer;
}

export interface DumpVerdict {
  readonly kind: string;
  /** Null: as far as it can be seen, it is whole. */
  readonly fault: string | null;
}

interface Kind {
  readonly name: string;
  readonly isIt: (head: Buffer) => boolean;
  readonly isWhole: (tail: Buffer) => boolean;
  /** What a whole one has. */
  readonly end: string;
}

const TAR_END = 1024;

const KINDS: readonly Kind[] = [
  text(
    'PostgreSQL dump',
    /^-- PostgreSQL database (?:cluster )?dump$/m,
    /^-- PostgreSQL database (?:cluster )?dump complete$/m,
    'the line "PostgreSQL database dump complete"',
  ),
  text('MySQL dump', /^-- (?:MySQL|MariaDB) dump /m, /^-- Dump completed/m, 'the line "Dump completed"'),
  text('SQLite dump', /^PRAGMA foreign_keys=OFF;/, /^COMMIT;$/m, 'the line "COMMIT;"'),
  {
    name: 'Redis dump',
    isIt: (head) => head.toString('latin1', 0, 5) === 'REDIS',
    // An end mark, then eight bytes of checksum.
    isWhole: (tail) => tail.at(-9) === 0xff,
    end: 'its end mark',
  },
  {
    name: 'tar archive',
    isIt: (head) => head.toString('latin1', 257, 262) === 'ustar',
    isWhole: (tail) => tail.length >= TAR_END && tail.subarray(-TAR_END).every((byte) => byte === 0),
    end: 'its two empty blocks',
  },
];

/** These programs write a line of their own when they are done. */
function text(name: string, begins: RegExp, ends: RegExp, end: string): Kind {
  return {
    name,
    isIt: (head) => begins.test(head.toString('latin1', 0, 1024)),
    isWhole: (tail) => ends.test(tail.toString('latin1').replaceAll('\r', '')),
    end,
  };
}

/** Null when it is no kind of dump that can be judged by its two ends. */
export function judgeDump({ path, bytes, isGzip, head, tail }: DumpFile): DumpVerdict | null {
  if (bytes === 0) return looksLikeDump(path) ? { kind: 'file', fault: 'is empty' } : null;
  if (head.length === 0) return { kind: 'gzip', fault: 'unpacks to nothing' };
  const kind = KINDS.find(({ isIt }) => isIt(head));
  if (kind === undefined) return isGzip ? { kind: 'gzip', fault: null } : null;
  return { kind: kind.name, fault: kind.isWhole(tail) ? null : `is a ${kind.name} cut short: it lacks ${kind.end}` };
}

/** Made by pg_dump --format=custom. */
export function isPostgresArchive(head: Buffer): boolean {
  const CUSTOM = 1;
  return head.toString('latin1', 0, 5) === 'PGDMP' && head[10] === CUSTOM;
}

export function isSqlite(head: Buffer): boolean {
  return head.toString('latin1', 0, 15) === 'SQLite format 3';
}

export function looksLikeDump(path: string): boolean {
  return /\.(?:sql|dump|pgdump|psql|rdb|tar|tgz|bak)(?:\.(?:gz|bz2|xz|zst|enc))?$|\.gz$/i.test(path);
}
