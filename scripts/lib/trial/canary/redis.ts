import { CANARY, type Canary, type Server, type Store, type World } from './canary.ts';
import { type Inside, insideOf, programOf, type Ran, runInside } from './containers.ts';
import { readIn, secretsIn, valuesOf } from './credentials.ts';
import { said } from './sql.ts';

/** Redis, and what became of it. */
export const REDIS: Server = {
  name: 'Redis',
  processes: /^(redis|valkey|keydb)-server$/,
  mayForget: true,
  find: async (_world, { service }) => [redisStore(service)],
};

const CLIENTS = ['redis-cli', 'valkey-cli', 'keydb-cli'];

/** One key among the app's. It counts as old data: a server that saves now and then is told to save it. */
function redisStore(service: string): Store {
  const where = `${service}: Redis`;
  return {
    kind: 'redis',
    where,
    async plant(world, token) {
      const ask = await enter(world, await insideOf(world, service));
      const set = await ask(['SET', CANARY, token]);
      if (set !== 'OK') throw new Error(set);
      // The name of the setting, then its value; a hardened server does not tell.
      const [saves = '', appends = ''] = [
        await ask(['CONFIG', 'GET', 'save']),
        await ask(['CONFIG', 'GET', 'appendonly']),
      ];
      const snapshots = /^save\n+\S/.test(saves);
      if (snapshots) await ask(['SAVE']);
      const forgets = /^save\b/.test(saves) && !snapshots && /^appendonly\nno$/.test(appends);
      return canaryOf(
        service,
        token,
        forgets ? ', and the server is told to keep nothing (save "", appendonly no)' : '',
      );
    },
  };
}

function canaryOf(service: string, token: string, why: string): Canary {
  const where = `${service}: Redis`;
  return {
    kind: 'redis',
    where,
    async look(world) {
      const ask = await enter(world, await insideOf(world, service));
      const found = await ask(['GET', CANARY]);
      if (found === token) return null;
      return found === '' ? `${where}: the planted key is gone${why}` : `${where}: the planted key changed`;
    },
  };
}

type Ask = (command: readonly string[]) => Promise<string>;

/** Tries without a password, then with all that could be it. Throws with what the server said. */
async function enter(world: World, inside: Inside): Promise<Ask> {
  const program = await programOf(world, inside, CLIENTS);
  if (program === null) throw new Error(`the container has no client (${CLIENTS.join(', ')})`);
  let refused = '';
  for await (const password of passwords(world, inside)) {
    const env = password === null ? [] : [`REDISCLI_AUTH=${password}`, `VALKEYCLI_AUTH=${password}`];
    const run = (command: readonly string[]): Promise<Ran> => runInside(world, inside, [program, ...command], { env });
    const pong = await run(['PING']);
    if (pong.output.trim() === 'PONG') return async (command) => (await run(command)).output.trim();
    refused = said(pong);
  }
  throw new Error(refused);
}

async function* passwords(world: World, inside: Inside): AsyncGenerator<string | null> {
  yield null;
  yield* await valuesOf(world, inside, /(REDIS|VALKEY|KEYDB)\w*PASS(WORD)?$/);
  const files = inside.command.filter((word) => word.endsWith('.conf'));
  const texts = (await Promise.all(files.map((file) => readIn(world, inside, file)))).flat();
  for (const text of [inside.command.join(' '), ...texts]) {
    for (const [, found = ''] of text.matchAll(/(?:^|--)requirepass\s+["']?([^\s"']+)/gm)) yield found;
  }
  yield* await secretsIn(world, inside);
}
