/**
 * A program of its own, run inside an engine's network namespace: asks one question at one port and prints the answer.
 * usage: node exchange.ts QUESTION   (a `Question` of engine.ts as JSON; prints an `Answer`)
 */
import { createSocket } from 'node:dgram';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Answer, Question } from './engine.ts';

const question = JSON.parse(process.argv[2] ?? '') as Question;
const { protocol, host, port, tls, waitMs } = question;
const send = question.send === null ? null : Buffer.from(question.send, 'base64');
const until = question.until === null ? null : Buffer.from(question.until, 'base64');
const MOST = 64 * 1024;
/** A datagram may be lost, or come before anybody listens. */
const AGAIN_MS = 500;
let received = Buffer.of();
let ended = false;

function end(rest: Omit<Answer, 'received'>): void {
  if (ended) return;
  ended = true;
  const answer: Answer = { ...rest, received: received.toString('base64') };
  process.stdout.write(JSON.stringify(answer), () => process.exit());
}

function take(bytes: Buffer): void {
  received = Buffer.concat([received, bytes]).subarray(0, MOST);
  const enough = until === null ? received.length > 0 : received.includes(until);
  if (enough || received.length === MOST) end({ refused: null, closed: false });
}

function overTcp(): void {
  let refused: string | null = 'it does not answer';
  const socket: Socket = tls
    ? connectTls({ host, port, rejectUnauthorized: false }, ready)
    : connect({ host, port }, ready);
  function ready(): void {
    refused = null;
    if (send !== null) socket.write(send);
  }
  socket.on('data', take);
  socket.on('error', (error) => end({ refused: refused === null ? null : error.message, closed: true }));
  socket.on('close', () => end({ refused, closed: true }));
  setTimeout(() => end({ refused, closed: false }), waitMs);
}

function overUdp(): void {
  const socket = createSocket('udp4');
  socket.on('message', take);
  // "Connection refused" of a datagram that came too early.
  socket.on('error', () => undefined);
  socket.connect(port, host, () => {
    const ask = (): void => socket.send(send ?? Buffer.of());
    ask();
    setInterval(ask, AGAIN_MS);
  });
  setTimeout(() => end({ refused: null, closed: false }), waitMs);
}

if (protocol === 'tcp') overTcp();
else overUdp();
