import type { Engine } from '../../engine/engine.ts';
import type { ObservedService } from '../observation.ts';

/** `docker service scale`, without its wait. */
export async function setReplicas({ docker }: Engine, { id }: ObservedService, replicas: number): Promise<void> {
  const service = docker.getService(id);
  for (;;) {
    const { Version, Spec } = (await service.inspect()) as RawService;
    try {
      await service.update({ version: Version.Index, ...Spec, Mode: { Replicated: { Replicas: replicas } } });
      return;
    } catch (error) {
      // Swarm itself wrote something down in between.
      if (!String(error).includes('out of sequence')) throw error;
    }
  }
}

/** As far as it is read. */
interface RawService {
  readonly Version: { readonly Index: number };
  readonly Spec: object;
}
