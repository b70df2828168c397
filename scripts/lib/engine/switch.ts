import { join } from 'node:path';
import { type Child, startChild } from './child.ts';
import { LINK } from './link.ts';
import type { Machine } from './machine.ts';
import { namespacesReady } from './namespace.ts';
import { runTool } from './tool.ts';

/** What joins the machines of one swarm, in a network namespace of its own: nothing of it is in the host's. */
export interface Network {
  /** Of each machine, in their order. */
  readonly addresses: readonly string[];
  /** Pulls the cable of a machine: from one moment to the next nothing of it is heard any more. */
  unplug(machine: Machine): Promise<void>;
}

/** Joins machines by a bridge and a cable to each. It belongs to the first of them, and ends with it. */
export async function connectMachines(
  machines: readonly [Machine, ...Machine[]],
  signal: AbortSignal,
): Promise<Network> {
  const [{ place }] = machines;
  const bridge = startChild(['unshare', '--net', 'sleep', 'infinity'], join(place.data, 'switch.log'), {
    RECIPE_COMMONS_ENGINE: `${place.run}/`,
  });
  await namespacesReady(bridge, signal);
  const addresses = machines.map((_, index) => `${LINK.subnet}.${index + 1}`);
  const cables = machines.flatMap(({ name, daemon }, index) => [
    `ip link add ${name} type veth peer name ${LINK.device} netns ${daemon.pid}`,
    `ip link set ${name} master switch up`,
    `nsenter --net=${networkOf(daemon)} ip address add ${addresses[index]}/24 dev ${LINK.device}`,
    `nsenter --net=${networkOf(daemon)} ip link set ${LINK.device} up`,
  ]);
  await runIn(bridge, ['ip link add switch type bridge', 'ip link set switch up', ...cables], signal);
  return {
    addresses,
    unplug: ({ name }) => runIn(bridge, [`ip link delete ${name}`], new AbortController().signal),
  };
}

function networkOf({ pid }: Child): string {
  return `/proc/${pid}/ns/net`;
}

async function runIn(bridge: Child, commands: readonly string[], signal: AbortSignal): Promise<void> {
  const command = ['nsenter', `--net=${networkOf(bridge)}`, '--', 'sh', '-eu', '-c', commands.join('\n')];
  const { exitCode, output } = await runTool(command, { signal });
  if (exitCode !== 0) throw new Error(`no network between the nodes: ${output.trim()}`);
}
