import type { Answer, Question } from '../engine/engine.ts';
import type { Bytes, PortProbe } from '../types.ts';

/** A server that ends a connection which nobody used for so long does not want it. */
const OPEN_MS = 500;
const ANSWER_MS = 3000;
const SHOWN_BYTES = 40;

export function questionOf({ port, protocol, tls, send, expect }: PortProbe): Omit<Question, 'host'> {
  const awaits = expect !== undefined || protocol === 'udp';
  return {
    protocol,
    port,
    tls: tls === true,
    send: send === undefined ? null : base64(send),
    until: expect === undefined ? null : base64(expect),
    waitMs: awaits ? ANSWER_MS : OPEN_MS,
  };
}

/** Pure: why an answer is not what the probe declares, or null. */
export function judgePort(probe: PortProbe, { refused, received, closed }: Answer): string | null {
  const { protocol, expect, tls } = probe;
  const port = portName(probe);
  if (refused !== null) return `${port} ${tls === true ? 'speaks no TLS' : 'takes no connection'}: ${refused}.`;
  const bytes = Buffer.from(received, 'base64');
  if (expect !== undefined) {
    if (bytes.includes(Buffer.from(base64(expect), 'base64'))) return null;
    const wanted = expect.hex ?? JSON.stringify(expect.text);
    return `${port} ${bytes.length === 0 ? 'says nothing' : `says ${shown(bytes)}`}, expected ${wanted}.`;
  }
  if (bytes.length > 0) return null;
  if (protocol === 'udp') return `${port} does not answer.`;
  return closed ? `${port} ends the connection at once.` : null;
}

export function portName({ port, protocol }: Pick<PortProbe, 'port' | 'protocol'>): string {
  return `${protocol.toUpperCase()} port ${port}`;
}

/** Text as text, anything else in hexadecimal digits. */
export function shown(bytes: Buffer): string {
  const head = bytes.subarray(0, SHOWN_BYTES);
  const text = head.toString('utf8');
  return /^[\x20-\x7e\r\n\t]+$/.test(text) ? JSON.stringify(text) : head.toString('hex');
}

function base64({ hex, text = '' }: Bytes): string {
  return (hex === undefined ? Buffer.from(text) : Buffer.from(hex, 'hex')).toString('base64');
}
