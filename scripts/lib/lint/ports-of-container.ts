import { isMap } from '../recipe/json.ts';
import type { Json } from '../types.ts';
import type { Port } from './ports.ts';
import type { Service } from './services.ts';
import { dockerPort, storeBehind } from './well-known-ports.ts';

/** First and last port of the container that a published port leads to; null when it is none. */
export function targetOf(service: Service, port: Port): readonly [number, number] | null {
  const entry = entryOf(service, port);
  const text = isMap(entry) ? String(entry.target) : String(entry).split(':').at(-1);
  const [, first, last] = /^([0-9]{1,5})(?:-([0-9]{1,5}))?(?:\/[a-z]+)?$/i.exec(text ?? '') ?? [];
  return first === undefined ? null : [Number(first), Number(last ?? first)];
}

/** Whether the port is open on the node of the task only, not on all. */
export function isHostMode(service: Service, port: Port): boolean {
  const entry = entryOf(service, port);
  return isMap(entry) && entry.mode === 'host';
}

/** Whether management-port speaks of it, which says more than that the port is open. */
export function isManagement(service: Service, port: Port): boolean {
  return dockerPort(port.published) !== null || storeBehind(targetOf(service, port)) !== null;
}

function entryOf({ value }: Service, { path }: Port): Json | undefined {
  const index = path.at(-1);
  return Array.isArray(value.ports) && typeof index === 'number' ? value.ports[index] : undefined;
}
