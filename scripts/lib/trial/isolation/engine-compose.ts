/** What the engine says of a stack → a compose file that would ask for it. Pure. */
import type { Json } from '../../types.ts';

type Document = { readonly [key: string]: unknown };

export interface EngineStack {
  readonly services: readonly EngineService[];
  readonly networks: readonly EngineNetwork[];
  readonly volumes: readonly EngineVolume[];
}

/** As far as rules look at it: variables are filled in, and a dollar is a dollar. */
export function engineCompose(stack: string, { services, networks, volumes }: EngineStack): Json {
  const keyOf = (name: string) => (name.startsWith(`${stack}_`) ? name.slice(stack.length + 1) : name);
  const joined = new Set(services.flatMap(({ Spec }) => networksOf(Spec).map(({ Target }) => Target)));
  const own = networks.filter(({ Id, Name }) => joined.has(Id) || joined.has(Name));
  const named = new Set(services.flatMap(({ Spec }) => mountsOf(Spec).map(({ Source }) => Source)));
  return json({
    version: '3.9',
    services: entries(services, ({ Spec }) => [keyOf(Spec.Name), serviceOf(Spec, own, keyOf)]),
    networks: entries(own, (network) => [keyOf(network.Name), networkOf(stack, network)]),
    volumes: entries(
      volumes.filter(({ Name }) => named.has(Name)),
      ({ Name, Driver, Options }) => [keyOf(Name), { driver: Driver, driver_opts: Options ?? undefined }],
    ),
  });
}

function serviceOf(
  spec: EngineService['Spec'],
  networks: readonly EngineNetwork[],
  keyOf: (name: string) => string,
): Document {
  const { ContainerSpec: container, Resources, RestartPolicy: restart, LogDriver: log, Placement } = spec.TaskTemplate;
  const limits = Resources?.Limits;
  const joins = networksOf(spec).flatMap(({ Target }) =>
    networks.filter(({ Id, Name }) => Id === Target || Name === Target),
  );
  return {
    image: container.Image.split('@')[0],
    entrypoint: container.Command,
    command: container.Args,
    user: container.User === '' ? undefined : container.User,
    read_only: container.ReadOnly,
    cap_add: container.CapabilityAdd,
    cap_drop: container.CapabilityDrop,
    sysctls: container.Sysctls,
    ulimits: entries(container.Ulimits ?? [], ({ Name, Soft, Hard }) => [Name, { soft: Soft, hard: Hard }]),
    volumes: mountsOf(spec).map((mount) => mountOf(mount, keyOf)),
    networks: joins.map(({ Name }) => keyOf(Name)),
    ports: (spec.EndpointSpec?.Ports ?? []).map(({ TargetPort, PublishedPort, Protocol, PublishMode }) => ({
      target: TargetPort,
      published: PublishedPort,
      protocol: Protocol,
      mode: PublishMode,
    })),
    logging: log === undefined ? undefined : { driver: log.Name, options: log.Options },
    deploy: {
      labels: spec.Labels,
      placement: { constraints: Placement?.Constraints ?? undefined },
      restart_policy:
        restart === undefined ? undefined : { condition: restart.Condition, max_attempts: restart.MaxAttempts },
      resources: {
        limits: {
          memory: limits?.MemoryBytes === undefined ? undefined : String(limits.MemoryBytes),
          cpus: limits?.NanoCPUs === undefined ? undefined : String(limits.NanoCPUs / 1e9),
          pids: limits?.Pids,
        },
      },
    },
  };
}

function mountOf({ Type, Source, Target, ReadOnly, BindOptions }: Mount, keyOf: (name: string) => string): Document {
  return {
    type: Type,
    source: Type === 'volume' && Source !== undefined ? keyOf(Source) : Source,
    target: Target,
    read_only: ReadOnly,
    bind: BindOptions?.Propagation === undefined ? undefined : { propagation: BindOptions.Propagation },
  };
}

function networkOf(stack: string, { Name, Driver, Internal, Attachable, Labels, Options }: EngineNetwork): Document {
  if (Labels?.['com.docker.stack.namespace'] !== stack) return { external: true, name: Name };
  return {
    driver: Driver,
    internal: Internal,
    attachable: Attachable,
    driver_opts: Options?.encrypted === undefined ? undefined : { encrypted: 'true' },
  };
}

function networksOf({ TaskTemplate, Networks = [] }: EngineService['Spec']) {
  return TaskTemplate.Networks ?? Networks;
}

function mountsOf({ TaskTemplate }: EngineService['Spec']): readonly Mount[] {
  return TaskTemplate.ContainerSpec.Mounts ?? [];
}

function entries<Item>(list: readonly Item[], entry: (item: Item) => readonly [string, Document]): Document {
  return Object.fromEntries(list.map(entry)) as Document;
}

/** Without what is undefined or empty; no text is a template. */
function json(value: unknown): Json {
  const text = JSON.stringify(value, (_, each) => {
    if (typeof each === 'string') return each.replaceAll('$', '$$$$');
    const isEmpty = typeof each === 'object' && each !== null && Object.keys(each).length === 0;
    return each === null || isEmpty ? undefined : each;
  });
  return JSON.parse(text);
}

// What the engine's API says, as far as it is read; the types of dockerode leave much of it out.

export interface EngineService {
  readonly Spec: {
    readonly Name: string;
    readonly Labels?: { readonly [key: string]: string };
    readonly Networks?: readonly { readonly Target: string }[];
    readonly EndpointSpec?: {
      readonly Ports?: readonly {
        readonly Protocol: string;
        readonly TargetPort: number;
        readonly PublishedPort?: number;
        readonly PublishMode: string;
      }[];
    };
    readonly TaskTemplate: {
      readonly ContainerSpec: {
        readonly Image: string;
        readonly Command?: readonly string[];
        readonly Args?: readonly string[];
        readonly User?: string;
        readonly ReadOnly?: boolean;
        readonly CapabilityAdd?: readonly string[];
        readonly CapabilityDrop?: readonly string[];
        readonly Sysctls?: { readonly [name: string]: string };
        readonly Ulimits?: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[];
        readonly Mounts?: readonly Mount[];
      };
      readonly Networks?: readonly { readonly Target: string }[];
      readonly Resources?: {
        readonly Limits?: { readonly MemoryBytes?: number; readonly NanoCPUs?: number; readonly Pids?: number };
      };
      readonly RestartPolicy?: { readonly Condition?: string; readonly MaxAttempts?: number };
      readonly LogDriver?: { readonly Name: string; readonly Options?: { readonly [key: string]: string } };
      readonly Placement?: { readonly Constraints?: readonly string[] | null };
    };
  };
}

interface Mount {
  readonly Type: string;
  readonly Source?: string;
  readonly Target: string;
  readonly ReadOnly?: boolean;
  readonly BindOptions?: { readonly Propagation?: string };
}

interface EngineNetwork {
  readonly Id: string;
  readonly Name: string;
  readonly Driver: string;
  readonly Internal: boolean;
  readonly Attachable: boolean;
  readonly Labels?: { readonly [key: string]: string } | undefined;
  readonly Options?: { readonly [key: string]: string } | null | undefined;
}

interface EngineVolume {
  readonly Name: string;
  readonly Driver: string;
  readonly Options?: { readonly [key: string]: string } | null;
}
