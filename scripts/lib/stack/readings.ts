/** Texts as Docker's Go code reads them. Each takes a text and says what is wrong with it, or null. All take linear time. */
import type { Reading } from './format.ts';
import { bytesOf, durationOf } from './quantities.ts';

/** What a text may cost to be looked at: no honest one is longer. */
const LONGEST = 4096;

export const READINGS: { readonly [reading in Reading]: (text: string) => string | null } = {
  duration: (text) => (isDuration(text) ? null : 'is no duration such as 30s or 1m30s'),
  bytes: (text) => (bytesOf(text) === null ? 'is no size such as 64M or 1.5G' : null),
  words: wordsFault,
  port: portFault,
  volume: volumeFault,
};

export const REPAIRS: { readonly [reading in Reading]: string } = {
  duration: 'Write numbers with units: h, m, s, ms, us or ns.',
  bytes: 'Write a number with a unit: k, M, G or T.',
  words: 'Close it, or write the words as a list.',
  port: 'Write "published:target/protocol", or the long form.',
  volume: 'Write "source:target:options", or the long form.',
};

/** Go counts nanoseconds in 63 bits. */
function isDuration(text: string): boolean {
  const duration = durationOf(text);
  return duration !== null && Math.abs(duration) < 2 ** 63;
}

/** How a text of `command` and `entrypoint` is cut into words (google/shlex): an open quote is the only thing it refuses. */
function wordsFault(text: string): string | null {
  let quote: '"' | "'" | null = null;
  let isInWord = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quote === "'") {
      if (character === "'") quote = null;
    } else if (character === '\\') {
      at++;
      isInWord = true;
      if (at >= text.length) return 'ends in a "\\" that has nothing behind it';
    } else if (quote === '"') {
      if (character === '"') quote = null;
    } else if (character === '"' || character === "'") {
      quote = character;
      isInWord = true;
    } else if (character === '#' && !isInWord) {
      const end = text.indexOf('\n', at);
      if (end === -1) return null;
      at = end;
    } else {
      isInWord = !' \t\r\n'.includes(character ?? '');
    }
  }
  return quote === null ? null : `has a ${quote} that is never closed`;
}

/** One way a container port is opened; `published` is 0 when Docker picks one. */
export interface PortBinding {
  readonly target: number;
  readonly published: number;
  readonly protocol: string;
}

/** Ports from the first to the last; `published` is null when Docker picks them. */
export interface PortRange {
  readonly target: readonly [first: number, last: number];
  readonly published: readonly [first: number, last: number] | null;
  readonly protocol: string;
}

/** Short form, `[ip:][published:]target[/protocol]` with ranges (docker/go-connections ParsePortSpec); a text is what is wrong. */
export function portRange(text: string): PortRange | string {
  if (text.length > LONGEST) return 'is too long for a port';
  const parts = text.split(':');
  const [target = '', protocol = ''] = (parts.at(-1) ?? '').split('/');
  const host = parts.at(-2) ?? '';
  const address = parts.slice(0, -2).join(':');
  if (address !== '' && !isAddress(address)) return `has ${JSON.stringify(address)} where an IP address belongs`;
  if (target === '') return 'names no port of the container';
  const inside = range(target);
  const outside = host === '' ? null : range(host);
  if (inside === null || (host !== '' && outside === null)) {
    return 'holds something that is no port from 0 to 65535';
  }
  if (outside !== null && inside[0] !== inside[1] && inside[1] - inside[0] !== outside[1] - outside[0]) {
    return 'has ranges of different length';
  }
  const name = protocol.toLowerCase() || 'tcp';
  if (!/^(?:tcp|udp|sctp)$/.test(name)) return `names ${JSON.stringify(protocol)}, which is none of tcp, udp and sctp`;
  return { target: inside, published: outside, protocol: name };
}

/** Each of them by itself: up to 65,536. */
export function portBindings(text: string): readonly PortBinding[] | string {
  const found = portRange(text);
  if (typeof found === 'string') return found;
  const { target, published, protocol } = found;
  const [first, last] = published ?? target;
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    target: target[0] === target[1] ? target[0] : target[0] + index,
    published: published === null ? 0 : first + index,
    protocol,
  }));
}

function portFault(text: string): string | null {
  const found = portRange(text);
  return typeof found === 'string' ? found : null;
}

function range(text: string): readonly [number, number] | null {
  const [, first, last = first] = /^([0-9]{1,20})(?:-([0-9]{1,20})(?:-.*)?)?$/s.exec(text) ?? [];
  if (first === undefined || Number(first) > 65_535 || Number(last) > 65_535) return null;
  return Number(first) > Number(last) ? null : [Number(first), Number(last)];
}

function isAddress(text: string): boolean {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  if (bare.includes(':')) return /^[0-9a-f:.]{2,45}$/i.test(bare) && URL.canParse(`http://[${bare}]/`);
  const bytes = bare.split('.');
  return bytes.length === 4 && bytes.every((byte) => /^(?:0|[1-9][0-9]{0,2})$/.test(byte) && Number(byte) < 256);
}

/**
 * The parts of a short volume (docker/cli ParseVolume): source, target and options as far as they are there. A colon behind a
 * single letter belongs to the drive of a Windows path, whatever the letter was meant to be.
 */
export function volumeParts(text: string): readonly string[] {
  if (Buffer.byteLength(text) <= 2) return [text];
  const parts: string[] = [];
  let start = 0;
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    if (at === start + 1 && /\p{L}/u.test(text.charAt(start))) continue;
    parts.push(text.slice(start, at));
    start = at + 1;
  }
  return [...parts, text.slice(start)];
}

function volumeFault(text: string): string | null {
  if (text === '') return 'is empty';
  const parts = volumeParts(text);
  if (parts.some((part) => part === '') && Buffer.byteLength(text) > 2) return 'has nothing between two colons';
  return parts.length > 3 ? 'has too many colons' : null;
}
