import { CANARY, type Server, type Store, type World } from './canary.ts';
import { type Inside, programOf, runInside } from './containers.ts';
import { secretsIn, valuesOf } from './credentials.ts';
import { type SqlClient, said, sqlStore } from './sql.ts';

/** MariaDB and MySQL, which speak the same. */
export const MARIADB: Server = {
  name: 'MariaDB',
  processes: /^(mariadbd|mysqld)$/,
  mayForget: false,
  find: findDatabases,
};

const CLIENTS = ['mariadb', 'mysql'];
const DATABASES =
  "SELECT schema_name FROM information_schema.schemata WHERE schema_name NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys') ORDER BY schema_name;";
/** MySQL would cut what is summed up at 1024 bytes, without a word. */
const SUM = `SET SESSION group_concat_max_len = 1000000; SELECT CONCAT(COUNT(*), ':', MD5(GROUP_CONCAT(word ORDER BY id))) FROM ${CANARY};`;
/** For a server in which no app has made a database yet. */
const OWN_DATABASE = `CREATE DATABASE IF NOT EXISTS ${CANARY}; USE ${CANARY};`;

/** Every database of the server that somebody may enter with what the container knows. */
async function findDatabases(world: World, inside: Inside): Promise<readonly Store[]> {
  const where = `${inside.service}: MariaDB`;
  try {
    const names = await databasesOf(world, inside);
    const { service } = inside;
    if (names.length === 0) {
      return [
        sqlStore({ kind: 'mariadb', where, service, sum: SUM }, async (now, there) => {
          const { command } = await enter(now, there, []);
          return { command: (sql) => command(`${OWN_DATABASE} ${sql}`) };
        }),
      ];
    }
    return names.map((name) =>
      sqlStore({ kind: 'mariadb', where: `${service}: database "${name}"`, service, sum: SUM }, (now, there) =>
        enter(now, there, ['--database', name]),
      ),
    );
  } catch (error) {
    return [{ kind: 'mariadb', where, plant: () => Promise.reject(error) }];
  }
}

/** As whoever sees any: a server may let in somebody who may do nothing. */
async function databasesOf(world: World, inside: Inside): Promise<readonly string[]> {
  let refused: Error | null = null;
  let entered = false;
  for await (const { command } of clients(world, inside, [])) {
    const { argv, ...as } = command(DATABASES);
    const found = await runInside(world, inside, argv, as);
    const names = found.output.split('\n').filter((name) => name !== '');
    if (found.exitCode === 0 && names.length > 0) return names;
    if (found.exitCode === 0) entered = true;
    else refused ??= new Error(said(found));
  }
  if (!entered) throw refused ?? new Error('nobody is let in');
  return [];
}

/** Throws with what the server said to the first who tried. */
async function enter(world: World, inside: Inside, options: readonly string[]): Promise<SqlClient> {
  let refused: Error | null = null;
  for await (const client of clients(world, inside, options)) {
    const { argv, ...as } = client.command('SELECT 1;');
    const tried = await runInside(world, inside, argv, as);
    if (tried.exitCode === 0) return client;
    refused ??= new Error(said(tried));
  }
  throw refused ?? new Error('nobody is let in');
}

/** From the most to the least powerful; passwords are only looked for when root has one. */
async function* clients(world: World, inside: Inside, options: readonly string[]): AsyncGenerator<SqlClient> {
  const program = await programOf(world, inside, CLIENTS);
  if (program === null) throw new Error(`the container has no client (${CLIENTS.join(' or ')})`);
  const as = (user: string | null, more: Omit<ReturnType<SqlClient['command']>, 'argv'>): SqlClient => {
    const who = user === null ? [] : ['--user', user];
    const argv = [program, '--batch', '--skip-column-names', '--connect-timeout=10', ...who, ...options];
    return { command: (sql) => ({ argv: [...argv, '--execute', sql], ...more }) };
  };
  const withPassword = (user: string, password: string) => as(user, { env: [`MYSQL_PWD=${password}`] });
  const named = (name: string) => valuesOf(world, inside, new RegExp(`^(MARIADB|MYSQL)_${name}$`));
  yield as('root', { user: '0' });
  for (const password of await named('ROOT_PASSWORD')) yield withPassword('root', password);
  for (const secret of await secretsIn(world, inside)) yield withPassword('root', secret);
  for (const user of await named('USER')) {
    for (const password of await named('PASSWORD')) yield withPassword(user, password);
  }
  yield as(null, {});
}
