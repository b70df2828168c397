import { CANARY, type Server, type Store, type World } from './canary.ts';
import { type Inside, runInside } from './containers.ts';
import { said, sqlStore } from './sql.ts';

/** Who to be, from the most to the least specific; a server asks its own machine for no password, as a rule. */
function logins({ env }: Inside): readonly { readonly role: readonly string[]; readonly user?: string }[] {
  const own = env.POSTGRES_USER;
  return [
    ...(own === undefined ? [] : [{ role: ['--username', own] }]),
    { role: [] },
    { role: ['--username', 'postgres'] },
    { role: [], user: 'postgres' },
  ];
}

const PLAIN = ['--no-psqlrc', '--no-password', '--quiet', '--tuples-only', '--no-align', '--set', 'ON_ERROR_STOP=1'];
const SUM = `SELECT count(*) || ':' || md5(string_agg(word, ',' ORDER BY id)) FROM ${CANARY};`;
const DATABASES = "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY datname;";

export const POSTGRESQL: Server = {
  name: 'PostgreSQL',
  processes: /^(postgres|postmaster)$/,
  mayForget: false,
  find: findDatabases,
};

/** Every database of the server. */
async function findDatabases(world: World, inside: Inside): Promise<readonly Store[]> {
  let refused = '';
  for (const { role, user } of logins(inside)) {
    const psql = ['psql', ...PLAIN, ...role];
    const as = user === undefined ? {} : { user };
    const found = await runInside(world, inside, [...psql, '--dbname', 'postgres', '--command', DATABASES], as);
    if (found.exitCode !== 0) {
      refused = said(found);
      continue;
    }
    const names = found.output.split('\n').filter((name) => name !== '');
    return (names.length > 0 ? names : ['postgres']).map((name) =>
      sqlStore(
        { kind: 'postgresql', where: `${inside.service}: database "${name}"`, service: inside.service, sum: SUM },
        async () => ({
          command: (sql) => ({ argv: [...psql, '--dbname', name, '--command', sql], ...as }),
        }),
      ),
    );
  }
  const where = `${inside.service}: PostgreSQL`;
  return [{ kind: 'postgresql', where, plant: () => Promise.reject(new Error(refused)) }];
}
