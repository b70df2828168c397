import { stripVTControlCharacters } from 'node:util';

/**
 * Text an app wrote, safe to print anywhere: no terminal control, no command that a CI runner would obey, lines of bearable
 * length, and only the last `lines` of them.
 */
export function plainLog(text: string, lines = 200): string {
  return stripVTControlCharacters(text)
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])[\p{Cc}\p{Cf}]/gu, '')
    .trimEnd()
    .split('\n')
    .slice(-lines)
    .map((line) => line.replace(/^\s*(?:::|##\[)/, '(workflow command) ').slice(0, 2000))
    .join('\n');
}

/**
 * What Docker multiplexes into one stream: frames of stream number (1: stdout, 2: stderr), length and payload; of `only` one
 * when given. Text of a TTY comes as it is.
 */
export function demultiplex(buffer: Buffer, only?: 1 | 2): string {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 8 <= buffer.length) {
    const isFrame = (buffer[at] ?? 9) <= 2 && buffer.readUIntBE(at + 1, 3) === 0;
    if (!isFrame) return buffer.toString('utf8');
    const length = buffer.readUInt32BE(at + 4);
    if (only === undefined || buffer[at] === only) parts.push(buffer.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(parts).toString('utf8');
}
