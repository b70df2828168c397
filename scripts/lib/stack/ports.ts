/** Ports of several files → those of one. */
import { isMap } from '../recipe/json.ts';
import type { Json } from '../types.ts';
import { scalarOf } from './quantities.ts';
import { type PortRange, portRange } from './readings.ts';

/** `index`: of the entry that it is, or a part of. */
interface Kept {
  readonly index: number;
  readonly value: Json;
}

/**
 * Docker keeps one entry for each published port, the last, whatever its protocol, its mode and its port in the container; those
 * that it picks a port for count as one. Takes linear time, however wide the ranges are.
 */
export function mergedPorts(entries: readonly Json[]): readonly Kept[] {
  const take = freePorts();
  const kept = [...entries.entries()].reverse().map(([index, value]) => keptOf(value, index, take));
  return kept.reverse().flat();
}

function keptOf(value: Json, index: number, take: Take): readonly Kept[] {
  const whole = [{ index, value }];
  if (isMap(value)) {
    const port = Number(scalarOf(value.published));
    return !Number.isSafeInteger(port) || take(port, port).length > 0 ? whole : [];
  }
  const range = portRange(scalarOf(value));
  if (typeof range === 'string') return whole;
  const [first, last] = range.published ?? [0, 0];
  const taken = take(first, last);
  const width = range.published === null ? range.target[1] - range.target[0] : last - first;
  if (taken.length === width + 1) return whole;
  return taken.map((published) => ({ index, value: bindingOf(range, published) }));
}

/** Of several that Docker picks a port for the last is left. */
function bindingOf({ target: [first, last], published, protocol }: PortRange, port: number): Json {
  const target = published === null ? last : first === last ? first : first + port - published[0];
  return { target, protocol, mode: 'ingress', ...(published === null ? {} : { published: port }) };
}

/** Those of the ports from `first` to `last` that were not taken before. */
type Take = (first: number, last: number) => readonly number[];

function freePorts(): Take {
  /** Behind a port that is taken, one that may be free. */
  const next = new Map<number, number>();
  const freeFrom = (port: number): number => {
    let free = port;
    for (let on = next.get(free); on !== undefined; on = next.get(free)) free = on;
    // Whoever comes next goes straight there.
    for (let at = port; at < free; ) {
      const on = next.get(at) ?? free;
      next.set(at, free);
      at = on;
    }
    return free;
  };
  return (first, last) => {
    const taken: number[] = [];
    for (let port = freeFrom(first); port <= last; port = freeFrom(port + 1)) {
      taken.push(port);
      next.set(port, port + 1);
    }
    return taken;
  };
}
