import { expect, test } from 'vitest';
import type { Answer } from '../../scripts/lib/engine/engine.ts';
import { judgePort, questionOf } from '../../scripts/lib/trial/judge-port.ts';
import type { PortProbe } from '../../scripts/lib/types.ts';

const tcp: PortProbe = { port: 64738, protocol: 'tcp' };
const udp: PortProbe = { port: 64738, protocol: 'udp', send: { text: 'ping' } };

function answered(text: string, rest: Partial<Answer> = {}): Answer {
  return { refused: null, received: Buffer.from(text).toString('base64'), closed: false, ...rest };
}

test.each<[string, PortProbe, Answer, string | null]>([
  ['a connection that stays open', tcp, answered(''), null],
  ['a greeting', tcp, answered('220 hello', { closed: true }), null],
  ['the bytes that are expected', { ...tcp, expect: { hex: '0000' } }, answered('a\0\0b'), null],
  ['any datagram', udp, answered('x'), null],
  [
    'no connection',
    tcp,
    answered('', { refused: 'ECONNREFUSED' }),
    'TCP port 64738 takes no connection: ECONNREFUSED.',
  ],
  ['no TLS', { ...tcp, tls: true }, answered('', { refused: 'bad' }), 'TCP port 64738 speaks no TLS: bad.'],
  ['a connection that ends', tcp, answered('', { closed: true }), 'TCP port 64738 ends the connection at once.'],
  [
    'another answer',
    { ...tcp, expect: { text: '220' } },
    answered('500 no'),
    'TCP port 64738 says "500 no", expected "220".',
  ],
  ['other bytes', { ...udp, expect: { hex: 'ff' } }, answered('\x01\x02'), 'UDP port 64738 says 0102, expected ff.'],
  ['silence', { ...tcp, expect: { hex: 'ff' } }, answered(''), 'TCP port 64738 says nothing, expected ff.'],
  ['no datagram', udp, answered(''), 'UDP port 64738 does not answer.'],
])('%s', (_what, probe, answer, reason) => {
  expect(judgePort(probe, answer)).toBe(reason);
});

test('a connection is watched for a moment, an answer is waited for', () => {
  expect(questionOf(tcp)).toMatchObject({ tls: false, send: null, until: null, waitMs: 500 });
  expect(questionOf(udp)).toMatchObject({ send: Buffer.from('ping').toString('base64'), waitMs: 3000 });
  expect(questionOf({ ...tcp, send: { hex: 'ff00' } }).send).toBe('/wA=');
});
