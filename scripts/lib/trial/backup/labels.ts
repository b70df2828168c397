/**
 * What the `backupbot.*` labels of a running stack ask for, by Co-op Cloud's backup specification, which backup-bot-two and abra
 * follow: one `backupbot.backup=true` anywhere saves every volume of the stack, whole, but for what a label says.
 */

/** A service as a backup program sees it. */
export interface LabelledService {
  /** Name below `services:`. */
  readonly name: string;
  /** Its deploy labels, variables filled in. */
  readonly labels: { readonly [key: string]: string };
  /** Full names of the volumes it mounts. */
  readonly volumes: readonly string[];
}

/** A volume that is saved. */
export interface SavedVolume {
  /** Full name. */
  readonly volume: string;
  /** Names of the services that mount it. */
  readonly services: readonly string[];
  /** Relative to the volume's root; null: all of it. */
  readonly paths: readonly string[] | null;
}

export interface Hook {
  readonly service: string;
  readonly label: HookLabel;
  readonly command: string;
}

export type HookLabel = `backupbot.${'backup' | 'restore'}.${'pre' | 'post'}-hook`;

export interface BackupPlan {
  readonly enabled: boolean;
  readonly saved: readonly SavedVolume[];
  /** Full names of the volumes that a label leaves out. */
  readonly leftOut: readonly string[];
  readonly hooks: readonly Hook[];
  /** What makes the labels unusable; empty when they can be followed. */
  readonly problems: readonly string[];
  /** What nobody heeds. */
  readonly notes: readonly string[];
}

const HOOKS: readonly HookLabel[] = [
  'backupbot.backup.pre-hook',
  'backupbot.backup.post-hook',
  'backupbot.restore.pre-hook',
  'backupbot.restore.post-hook',
];
const VOLUMES = 'backupbot.backup.volumes.';
const PATH = '.path';

export function readBackup(services: readonly LabelledService[], stack: string): BackupPlan {
  const enablers = services.filter(({ labels }) => isSaid(labels['backupbot.backup'], 'true')).map(({ name }) => name);
  const volumes = [...new Set(services.flatMap((service) => service.volumes))].toSorted();
  const wishes = readWishes(services);
  const shortNames = new Map(volumes.map((volume) => [shortName(volume, stack), volume] as const));
  const enabled = enablers.length > 0;
  const leftOut = volumes.filter((volume) => wishes.none.has(shortName(volume, stack)));
  const saved = volumes
    .filter((volume) => enabled && !leftOut.includes(volume))
    .map((volume) => ({
      volume,
      services: services.filter((service) => service.volumes.includes(volume)).map(({ name }) => name),
      paths: wishes.paths.get(shortName(volume, stack)) ?? null,
    }));
  const unknown = [...wishes.none, ...wishes.paths.keys()].filter((name) => !shortNames.has(name));
  const outside = [...wishes.paths].filter(([, paths]) => paths?.some((path) => path.split('/').includes('..')));
  return {
    enabled,
    saved,
    leftOut,
    hooks: services.flatMap(({ name, labels }) =>
      HOOKS.flatMap((label) => (labels[label] ? [{ service: name, label, command: labels[label] }] : [])),
    ),
    problems: outside.map(([name]) => `Label "${VOLUMES}${name}${PATH}" leads out of the volume`),
    notes: [
      ...(enablers.length > 1
        ? [`"backupbot.backup" stands on ${enablers.join(', ')}; the specification wants it once in a stack`]
        : []),
      ...unknown.map((name) => `a label names the volume "${name}", which no service mounts`),
      ...services.flatMap(({ name, labels }) =>
        labels['backupbot.backup.path']
          ? [`${name}: "backupbot.backup.path" is of the first backup bot; nobody reads it`]
          : [],
      ),
    ],
  };
}

interface Wishes {
  /** Volumes, as labels call them, that are not to be saved. */
  readonly none: ReadonlySet<string>;
  /** Null: the label says nothing, so all of it is saved. */
  readonly paths: ReadonlyMap<string, readonly string[] | null>;
}

function readWishes(services: readonly LabelledService[]): Wishes {
  const none = new Set<string>();
  const paths = new Map<string, readonly string[] | null>();
  for (const [key, value] of services.flatMap(({ labels }) => Object.entries(labels))) {
    if (!key.startsWith(VOLUMES)) continue;
    const name = key.slice(VOLUMES.length);
    if (name.endsWith(PATH)) paths.set(name.slice(0, -PATH.length), pathsOf(value));
    else if (isSaid(value, 'false')) none.add(name);
  }
  return { none, paths };
}

/** `/` in front is the volume's root. */
function pathsOf(value: string): readonly string[] | null {
  const paths = value.split(',').map((path) => path.trim().replace(/^(?:\.?\/)+|\/+$/g, ''));
  return paths.some((path) => path === '' || path === '.') ? null : paths;
}

function isSaid(value: string | undefined, wanted: 'true' | 'false'): boolean {
  return value?.trim().toLowerCase() === wanted;
}

/** As labels call it. */
function shortName(volume: string, stack: string): string {
  return volume.startsWith(`${stack}_`) ? volume.slice(stack.length + 1) : volume;
}
