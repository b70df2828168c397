import type { World } from '../canary/canary.ts';
import type { LabelledService } from './labels.ts';

/** The services of a stack as the engine tells them, by name: what a backup program reads too. */
export async function labelledServices({
  engine: { docker },
  stack,
}: Pick<World, 'engine' | 'stack'>): Promise<readonly LabelledService[]> {
  const filters = { label: [`com.docker.stack.namespace=${stack}`] };
  const found = (await docker.listServices({ filters })) as unknown as readonly RawService[];
  return found
    .map(({ Spec: { Name, Labels = {}, TaskTemplate } }) => ({
      name: Name.startsWith(`${stack}_`) ? Name.slice(stack.length + 1) : Name,
      labels: Labels,
      volumes: (TaskTemplate.ContainerSpec.Mounts ?? []).flatMap(({ Type, Source = '' }) =>
        Type === 'volume' && Source !== '' ? [Source] : [],
      ),
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

interface RawService {
  readonly Spec: {
    readonly Name: string;
    readonly Labels?: { readonly [key: string]: string };
    readonly TaskTemplate: {
      readonly ContainerSpec: { readonly Mounts?: readonly { readonly Type: string; readonly Source?: string }[] };
    };
  };
}
