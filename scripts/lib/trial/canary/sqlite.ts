import { besideOf, CANARY, type Store, type World } from './canary.ts';
import { type Ran, runInside } from './containers.ts';
import { said } from './sql.ts';

const ROWS = 100;
const MOST_DATABASES = 20;

/** By their first bytes, in one process for all: a database server's volume holds a thousand files. */
const HEADS =
  'for (@ARGV) { open(my $file, "<", $_) or next; read($file, my $head, 16); print "$_\\n" if $head eq "SQLite format 3\\0" }';
const FIND = `cd "$1" && find . -xdev -type f -size +0 -exec perl -e "$2" {} + | head -n ${MOST_DATABASES}`;

const SUM = `PRAGMA integrity_check; SELECT count(*) || ':' || group_concat(word) FROM (SELECT word FROM ${CANARY} ORDER BY id);`;

/** Every SQLite database in a volume. Written to while the app runs: SQLite's own locks keep the two apart. */
export async function findSqlite(world: World, volume: string): Promise<readonly Store[]> {
  const folder = `/volumes/${volume}`;
  const beside = { id: besideOf(world, volume) };
  const found = await runInside(world, beside, ['sh', '-c', FIND, 'sh', folder, HEADS]);
  if (found.exitCode !== 0) throw new Error(said(found));
  const paths = found.output.split('\n').filter((path) => path.startsWith('./'));
  return paths.map((path) => {
    const where = `volume ${volume}: SQLite database ${path.slice(2)}`;
    const ask = (now: World, sql: string): Promise<Ran> =>
      runInside(now, { id: besideOf(now, volume) }, [
        'sqlite3',
        '-bail',
        '-cmd',
        '.timeout 10000',
        `${folder}/${path.slice(2)}`,
        sql,
      ]);
    return {
      kind: 'sqlite',
      where,
      async plant(now, token) {
        const rows = Array.from({ length: ROWS }, (_, row) => `(${row}, '${token}-${row}')`).join(', ');
        const made = await ask(
          now,
          `CREATE TABLE ${CANARY} (id INTEGER PRIMARY KEY, word TEXT NOT NULL); INSERT INTO ${CANARY} VALUES ${rows};`,
        );
        const before = made.exitCode === 0 ? await ask(now, SUM) : made;
        if (before.exitCode !== 0) throw new Error(said(before));
        return {
          kind: 'sqlite',
          where,
          volume,
          async look(later) {
            const after = await ask(later, SUM);
            if (after.exitCode !== 0) return `${where}: ${said(after)}`;
            return after.output === before.output ? null : `${where}: the planted rows are gone or changed`;
          },
        };
      },
    };
  });
}
