import { type JsonMap, mapOf } from '../recipe/json.ts';
import type { Json, Path, Recipe } from '../types.ts';
import { declared, documents } from './documents.ts';
import { type Service, services } from './services.ts';
import { originOf } from './volume-options.ts';

export interface Mount {
  readonly service: string;
  readonly file: string;
  readonly path: Path;
  readonly kind: 'bind' | 'volume' | 'other';
  /** Path on the host, or key of the volume; null for an anonymous one. */
  readonly source: string | null;
  readonly readOnly: boolean;
  readonly propagation: string | null;
  /** Path in the container; null when the entry names none. */
  readonly target: string | null;
  /** Words behind the target in short form, e.g. `ro` and `z`. */
  readonly options: readonly string[];
  /** The entry in long form; null when it is a text. */
  readonly long: JsonMap | null;
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

type Form = Omit<Mount, 'service' | 'file' | 'path'>;

function shortForm(text: string): Form {
  const [first = '', second, words = ''] = partsOf(text);
  const options = words === '' ? [] : words.split(',');
  const propagation = options.find((word) => PROPAGATION.test(word)) ?? null;
  const rest = { readOnly: options.includes('ro'), propagation, options, long: null };
  if (second === undefined) return { kind: 'volume', source: null, target: first, ...rest };
  return { kind: /^(?:[./~\\]|[A-Za-z]:)/.test(first) ? 'bind' : 'volume', source: first, target: second, ...rest };
}

/** How a mount of the host is shared with it (docker/cli isBindOption). */
export const PROPAGATION = /^r?(?:shared|slave|private)$/;

/** A colon behind a single letter belongs to the drive of a Windows path, whatever the letter was meant to be. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    if (at === start + 1 && /[A-Za-z]/.test(text.charAt(start))) continue;
    parts.push(text.slice(start, at));
    start = at + 1;
  }
  return [...parts, text.slice(start)];
}

/** `v:/data` and `v:/data:ro`, which nobody with a Windows container would write: there the target is a drive as well. */
export function isOneLetter({ source, target, long }: Mount): boolean {
  if (long !== null) return false;
  const first = source ?? target ?? '';
  return /^[A-Za-z]:\//.test(first) && (source === null || target === null || !/^[A-Za-z]:/.test(target));
}

function longForm(entry: JsonMap): Form {
  const { type, source, target } = entry;
  const { propagation } = mapOf(entry.bind);
  return {
    // "cluster" and "npipe" reach nothing that these rules know of; "tmpfs" has no source.
    kind: type === 'bind' || type === 'volume' ? type : 'other',
    source: typeof source === 'string' ? source : null,
    readOnly: entry.read_only === true || entry.read_only === 'true',
    propagation: typeof propagation === 'string' ? propagation : null,
    target: typeof target === 'string' ? target : null,
    options: [],
    long: entry,
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
        // "//server/share" is a path of no host.
        if (originOf(volume)?.kind !== 'bind') return [];
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
  return mountsOf(service).some(
    ({ kind, source, readOnly }) =>
      !readOnly && source !== null && (kind === 'bind' || (kind === 'volume' && Object.hasOwn(volumes, source))),
  );
}
