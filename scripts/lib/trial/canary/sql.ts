import { CANARY, type Canary, type Store, type StoreKind, type World } from './canary.ts';
import { type Inside, insideOf, type Ran, runInside } from './containers.ts';

/** How to speak to a database server from inside its container. */
export interface SqlClient {
  /** Program, arguments and environment that run `sql` and print bare values. */
  command(sql: string): { readonly argv: readonly string[]; readonly env?: readonly string[]; readonly user?: string };
}

const ROWS = 100;

/** One database of a server in `service`. `sum`: the query that sums the planted rows up, their order and content. */
export function sqlStore(
  {
    kind,
    where,
    service,
    sum,
  }: { readonly kind: StoreKind; readonly where: string; readonly service: string; readonly sum: string },
  client: (world: World, inside: Inside) => Promise<SqlClient>,
): Store {
  let entered: { readonly id: string; readonly client: SqlClient } | null = null;
  const ask = async (world: World, sql: string): Promise<Ran> => {
    const inside = await insideOf(world, service);
    // Finding out how to get in takes longer than asking.
    if (entered?.id !== inside.id) entered = { id: inside.id, client: await client(world, inside) };
    const { argv, env, user } = entered.client.command(sql);
    return await runInside(world, inside, argv, { ...(env && { env }), ...(user && { user }) });
  };
  return {
    kind,
    where,
    async plant(world, token) {
      const rows = Array.from({ length: ROWS }, (_, row) => `(${row}, '${token}-${row}')`).join(', ');
      const made = await ask(
        world,
        `CREATE TABLE ${CANARY} (id integer PRIMARY KEY, word varchar(100) NOT NULL); INSERT INTO ${CANARY} VALUES ${rows};`,
      );
      if (made.exitCode !== 0) throw new Error(said(made));
      const before = await ask(world, sum);
      if (before.exitCode !== 0) throw new Error(said(before));
      return { ...canaryOf(kind, where, before.output.trim(), (now) => ask(now, sum)), service };
    },
  };
}

function canaryOf(kind: StoreKind, where: string, before: string, again: (world: World) => Promise<Ran>): Canary {
  return {
    kind,
    where,
    async look(world) {
      const now = await again(world);
      if (now.exitCode !== 0) return `${where}: ${said(now)}`;
      return now.output.trim() === before
        ? null
        : `${where}: the planted rows were ${before}, now ${now.output.trim()}`;
    },
  };
}

/** Lines in which psql shows where in a statement the error of the line before is. */
const POINTERS = /^(?:LINE \d+:|\s*\^$)/;

/** The last line a program printed. */
export function said({ exitCode, output }: Pick<Ran, 'exitCode' | 'output'>): string {
  const lines = output.trimEnd().split('\n');
  return lines.findLast((line) => !POINTERS.test(line))?.slice(0, 200) || `exit code ${exitCode} without a word`;
}
