import type { World } from '../canary/canary.ts';
import { runInside } from '../canary/containers.ts';
import type { AvailableImage } from '../images.ts';
import { commandOf, startBeside } from './programs.ts';
import type { Reach, Seen } from './seen.ts';

export const PROXY = 'proxy';
/** For every port of every address on the shared network. */
const SECONDS = 60;

/** What another app on the network `proxy` reaches of the stack: by every name it could go by, at every address. */
export async function visit(world: World, image: AvailableImage, seen: readonly Seen[]): Promise<Reach> {
  const { docker } = world.engine;
  await ensureProxy(docker);
  // A name that nobody has must not cost the ten seconds that a resolver gives it.
  const host = { NetworkMode: PROXY, DnsOptions: ['timeout:1', 'attempts:1'] };
  const id = await startBeside(world.engine, image, {
    name: 'recipe-commons-neighbour',
    command: ['sleep', 'infinity'],
    host,
  });
  const addresses = seen.flatMap(({ service, listens, addresses: all }) =>
    all.map((each) => ({ ...each, service, ports: listens.map(({ port }) => port) })),
  );
  const shared = addresses.filter(({ network }) => network === PROXY);
  const others = addresses.filter(({ network }) => network !== PROXY);
  const first = [...new Set(seen.flatMap(({ listens }) => listens).map(({ port }) => port))];
  const names = namesOf(world.stack, seen);
  const scan = async (extent: 'all' | 'first', list: readonly { readonly address: string }[]): Promise<string> => {
    const lists = [extent === 'all' ? names : [], list.map(({ address }) => address), first];
    const args = [String(SECONDS), ...lists.map((each) => (each.length === 0 ? '-' : each.join(','))), extent];
    const { exitCode, output } = await runInside(world, { id }, await commandOf('scan', args));
    if (exitCode !== 0) throw new Error(`the neighbour cannot look around: ${output.trim()}`);
    return output;
  };
  const output = [await scan('all', shared), await scan('first', others)].join('\n');
  return readReach(output, addresses);
}

/** A recipe that does not use the network has nobody make it. */
async function ensureProxy(docker: World['engine']['docker']): Promise<void> {
  const networks = await docker.listNetworks();
  if (networks.some(({ Name }) => Name === PROXY)) return;
  await docker.createNetwork({ Name: PROXY, Driver: 'overlay', Attachable: true, CheckDuplicate: true });
}

/** Every name that swarm could give to a service or its containers. */
function namesOf(stack: string, seen: readonly Seen[]): readonly string[] {
  const names = seen.flatMap(({ service, id, addresses }) => {
    const full = `${stack}_${service}`;
    const scoped = addresses.map(({ network }) => `${full}.${network}`);
    return [service, full, `tasks.${full}`, `tasks.${service}`, id.slice(0, 12), ...scoped];
  });
  return [...new Set(names)];
}

/** Pure: lines of scan.pl → what they say. */
export function readReach(
  output: string,
  addresses: readonly { readonly address: string; readonly network: string; readonly service: string }[],
): Reach {
  const names: Reach['names'][number][] = [];
  const open: Reach['open'][number][] = [];
  const tried = new Map<string, number>();
  for (const line of output.split('\n')) {
    const [what, first = '', second = ''] = line.split(' ');
    const at = addresses.find(({ address }) => address === first);
    if (what === 'name') names.push({ name: first, address: second });
    else if (what === 'open' && at !== undefined) {
      open.push({ service: at.service, network: at.network, port: Number(second) });
    } else if (what === 'tried') tried.set(first, Number(second));
  }
  const unfinished = addresses.filter(
    ({ address, network }) => network === PROXY && (tried.get(address) ?? 0) < 65_535,
  );
  return {
    names,
    open,
    tried: [...tried.values()].reduce((sum, each) => sum + each, 0),
    unfinished: unfinished.map(({ address }) => address),
  };
}
