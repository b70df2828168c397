import { mapOf } from '../recipe/json.ts';
import type { Json, Path } from '../types.ts';
import type { Service } from './services.ts';

export interface Port {
  readonly path: Path;
  /** As written, for messages. */
  readonly text: string;
  readonly hostIp: string | null;
  /** First and last published port; null when Docker picks one. */
  readonly published: readonly [number, number] | null;
}

/** The ports a service publishes, of short or long form. */
export function portsOf({ value, path }: Service): readonly Port[] {
  const entries = Array.isArray(value.ports) ? (value.ports as readonly Json[]) : [];
  return entries.map((entry, index) => ({ path: [...path, 'ports', index], ...read(entry) }));
}

function read(entry: Json): Omit<Port, 'path'> {
  if (typeof entry === 'object' && entry !== null) {
    const { published, target, host_ip } = mapOf(entry);
    const text = `${published ?? ''}:${target ?? ''}`;
    return { text, hostIp: typeof host_ip === 'string' ? host_ip : null, published: range(String(published ?? '')) };
  }
  const text = String(entry);
  const [address, protocolless = text] = /^\[([^\]]*)\]:(.*)$/.exec(text)?.slice(1) ?? [];
  const parts = protocolless.replace(/\/[a-z]+$/i, '').split(':');
  const published = parts.at(-2) ?? '';
  const hostIp = address ?? (parts.length > 2 ? parts.slice(0, -2).join(':') : null);
  return { text, hostIp, published: range(published) };
}

function range(text: string): readonly [number, number] | null {
  const [, first, last] = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(text) ?? [];
  return first === undefined ? null : [Number(first), Number(last ?? first)];
}
