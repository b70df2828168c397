import { isMap, type JsonMap } from '../recipe/json.ts';
import { scalarOf } from '../stack/quantities.ts';
import type { Json, Path } from '../types.ts';
import type { Service } from './services.ts';

export interface Port {
  readonly path: Path;
  /** As written, for messages. */
  readonly text: string;
  readonly hostIp: string | null;
  /** First and last published port; null when Docker picks one. */
  readonly published: readonly [number, number] | null;
  /** None is named at all, so that Docker picks one. */
  readonly isRandom: boolean;
  /** `ingress` unless it says something else; lower case. */
  readonly mode: string;
  /** `tcp` unless it says something else; lower case. */
  readonly protocol: string;
  /** The entry in long form; null when it is a text or a number. */
  readonly long: JsonMap | null;
}

/** The ports a service publishes, of short or long form. */
export function portsOf({ value, path }: Service): readonly Port[] {
  const entries = Array.isArray(value.ports) ? (value.ports as readonly Json[]) : [];
  return entries.map((entry, index) => ({ path: [...path, 'ports', index], ...read(entry) }));
}

function read(entry: Json): Omit<Port, 'path'> {
  if (isMap(entry)) return longForm(entry);
  const text = scalarOf(entry);
  const [address, protocolless = text] = /^\[([^\]]*)\]:(.*)$/.exec(text)?.slice(1) ?? [];
  const protocol = /\/([a-z]+)$/i.exec(text)?.[1] ?? 'tcp';
  const parts = protocolless.replace(/\/[a-z]+$/i, '').split(':');
  const published = parts.at(-2) ?? '';
  const hostIp = address ?? (parts.length > 2 ? parts.slice(0, -2).join(':') : null);
  return {
    text,
    hostIp,
    published: range(published),
    isRandom: published === '',
    mode: 'ingress',
    protocol: protocol.toLowerCase(),
    long: null,
  };
}

function longForm(entry: JsonMap): Omit<Port, 'path'> {
  const { target, host_ip, mode, protocol } = entry;
  // Docker takes 0 for none.
  const published = scalarOf(entry.published).replace(/^0+$/, '');
  return {
    text: `${published}:${scalarOf(target)}`,
    hostIp: typeof host_ip === 'string' ? host_ip : null,
    published: range(published),
    isRandom: published === '',
    mode: typeof mode === 'string' && mode !== '' ? mode.toLowerCase() : 'ingress',
    protocol: typeof protocol === 'string' && protocol !== '' ? protocol.toLowerCase() : 'tcp',
    long: entry,
  };
}

function range(text: string): readonly [number, number] | null {
  const [, first, last] = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(text) ?? [];
  return first === undefined ? null : [Number(first), Number(last ?? first)];
}
