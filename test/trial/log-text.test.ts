import { expect, test } from 'vitest';
import { demultiplex, plainLog } from '../../scripts/lib/trial/log-text.ts';

/** As Docker frames it: stream, three zeros, length, payload. */
function frame(stream: number, text: string): Buffer {
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([head, Buffer.from(text)]);
}

test('both streams come out in order, a character cut in two by frames included', () => {
  const [first, second] = [Buffer.from('é').subarray(0, 1), Buffer.from('é').subarray(1)];
  const cut = [first, second].map((half) => Buffer.concat([frame(1, 'x').subarray(0, 8), half]));
  expect(demultiplex(Buffer.concat([frame(1, 'out\n'), frame(2, 'err\n'), ...cut]))).toBe('out\nerr\né');
});

test('what a terminal wrote has no frames and stays as it is', () => {
  expect(demultiplex(Buffer.from('plain text of a TTY'))).toBe('plain text of a TTY');
});

test.each([
  ['a colour', '\u001b[31mred\u001b[0m', 'red'],
  ['a window title', '\u001b]0;owned\u0007text', 'text'],
  ['a carriage return that overwrites', 'bad\rgood', 'bad\ngood'],
  ['a workflow command', 'x\n::add-mask::secret', 'x\n(workflow command) add-mask::secret'],
  ['an older workflow command', '##[error]no', '(workflow command) error]no'],
  ['text that runs backwards', 'a\u202eb', 'ab'],
  ['a bell', 'a\u0007b', 'ab'],
])('%s is made harmless', (_name, text, plain) => expect(plainLog(text)).toBe(plain));

test('a flood keeps its last lines, each of bearable length', () => {
  expect(plainLog('1\n2\n3\n', 2)).toBe('2\n3');
  expect(plainLog('x'.repeat(10_000)).length).toBe(2000);
});
