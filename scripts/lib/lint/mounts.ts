import { type JsonMap, mapOf } from '../recipe/json.ts';
import type { Json, Path, Recipe } from '../types.ts';
import { declared, documents } from './documents.ts';
import { type Service, services } from './services.ts';

export interface Mount {
  readonly service: string;
  readonly file: string;
  readonly path: Path;
  readonly kind: 'bind' | 'volume' | 'other';
  /** Path on the host, or key of the volume; null for an anonymous one. */
  readonly source: string | null;
  readonly readOnly: boolean;
  readonly propagation: string | null;
}

/** What a service mounts, of short or long form. */
export function mountsOf({ name, file, path, value }: Service): readonly Mount[] {
  const entries = Array.isArray(value.volumes) ? (value.volumes as readonly Json[]) : [];
  return entries.flatMap((entry, index) => {
    const at = { service: name, file, path: [...path, 'volumes', index] };
    if (typeof entry === 'string') return [{ ...at, ...shortForm(entry) }];
    return typeof entry === 'object' && entry !== null ? [{ ...at, ...longForm(mapOf(entry)) }] : [];
  });
}

type Form = Pick<Mount, 'kind' | 'source' | 'readOnly' | 'propagation'>;

function shortForm(text: string): Form {
  const [source = '', target, options = ''] = text.split(':');
  const flags = options.split(',');
  const propagation = flags.find((flag) => /^r?(?:shared|slave|private)$/.test(flag)) ?? null;
  const rest = { readOnly: flags.includes('ro'), propagation };
  if (target === undefined) return { kind: 'volume', source: null, ...rest };
  return { kind: /^[./~\\]/.test(source) ? 'bind' : 'volume', source, ...rest };
}

function longForm(entry: JsonMap): Form {
  const { type, source } = entry;
  const { propagation } = mapOf(entry.bind);
  return {
    // "cluster" and "npipe" reach nothing that these rules know of; "tmpfs" has no source.
    kind: type === 'bind' || type === 'volume' ? type : 'other',
    source: typeof source === 'string' ? source : null,
    readOnly: entry.read_only === true || entry.read_only === 'true',
    propagation: typeof propagation === 'string' ? propagation : null,
  };
}

/** A path of the host that containers get to see. `path`: where that is written. */
export interface HostPath extends Pick<Mount, 'file' | 'path' | 'readOnly'> {
  readonly source: string;
}

/** Bind mounts of all services, and volumes whose driver options make them one. */
export function hostPaths(recipe: Recipe): readonly HostPath[] {
  const binds = services(recipe)
    .flatMap(mountsOf)
    .flatMap(({ kind, source, file, path, readOnly }) =>
      kind === 'bind' && source !== null ? [{ source, file, path, readOnly }] : [],
    );
  const devices = documents(recipe).flatMap((document) =>
    Object.entries(mapOf(document.value.volumes)).flatMap(([key, volume]) =>
      Object.entries(mapOf(mapOf(volume).driver_opts)).flatMap(([option, device]) => {
        const path = ['volumes', key, 'driver_opts', option];
        const isPath = option.toLowerCase() === 'device' && typeof device === 'string' && /^[/.~]/.test(device);
        return isPath ? [{ source: device, file: document.file, path, readOnly: false }] : [];
      }),
    ),
  );
  return [...binds, ...devices];
}

/** Whether the service, with what overlays get from compose.yml, keeps data: a volume or a path of the host that it may write to. */
export function keepsData(service: Service): boolean {
  const volumes = declared(service.document, 'volumes');
  return mountsOf({ ...service, value: service.merged }).some(
    ({ kind, source, readOnly }) =>
      !readOnly && source !== null && (kind === 'bind' || (kind === 'volume' && Object.hasOwn(volumes, source))),
  );
}
