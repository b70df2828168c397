import type Dockerode from 'dockerode';
import type { EngineNode } from './engine.ts';
import type { Machine } from './machine.ts';
import { endNamespaces } from './namespace.ts';
import { setAvailability } from './swarm.ts';
import type { Network } from './switch.ts';

/** The machines of a swarm as its nodes, the manager first. `network`: null when there is but one. */
export async function swarmNodes(
  machines: readonly [Machine, ...Machine[]],
  network: Network | null,
): Promise<readonly EngineNode[]> {
  const [manager] = machines;
  return await Promise.all(
    machines.map(async (machine, index) => {
      const { Swarm } = await machine.docker.info();
      const id: string = Swarm.NodeID;
      let alive = true;
      return {
        id,
        name: machine.name,
        docker: machine.docker,
        isAlive: () => alive,
        setAvailability: (availability) => setAvailability(manager.docker, id, availability),
        kill:
          index === 0
            ? null
            : async () => {
                alive = false;
                // Before anything ends: a server that loses its power says no farewell.
                await network?.unplug(machine);
                await endNamespaces(machine.daemon);
              },
      } satisfies EngineNode;
    }),
  );
}

/** The one node of a swarm whose machine is not ours to end. */
export function onlyNode(docker: Dockerode, id: string): EngineNode {
  return {
    id,
    name: 'node-1',
    docker,
    isAlive: () => true,
    setAvailability: (availability) => setAvailability(docker, id, availability),
    kill: null,
  };
}
