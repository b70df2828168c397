import type { Engine, EngineNode } from '../engine/engine.ts';

/** An engine as far as its containers and volumes are looked for: each of its nodes knows its own only. */
export type Nodes = Pick<Engine, 'docker' | 'nodes'>;

/** Those that can be asked, the manager first. */
export function aliveNodes({ nodes }: Nodes): readonly EngineNode[] {
  return nodes.filter((node) => node.isAlive());
}

/** Whom to ask about a container: its own node, or the manager when no node knows it. */
export async function dockerOf(engine: Nodes, containerId: string): Promise<Engine['docker']> {
  if (engine.nodes.length < 2) return engine.docker;
  const knows = aliveNodes(engine).map(async ({ docker }) => {
    await docker.getContainer(containerId).inspect();
    return docker;
  });
  return await Promise.any(knows).catch(() => engine.docker);
}
