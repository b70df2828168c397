/**
 * A program of its own, run inside an engine's network namespace: answers every question with "no such name" at once.
 * Without it a container that looks up an outside name waits 20 s: Docker's resolver drops what it cannot forward.
 * usage: node sealed-dns.ts ADDRESS PORT
 */
import { createSocket } from 'node:dgram';

const HEADER = 12;

/** The question repeated, with the flags of an answer and code 3 (NXDOMAIN). Null for what is no question. */
function refusal(query: Buffer): Buffer | null {
  let end = HEADER;
  while (end < query.length && query[end] !== 0) end += (query[end] ?? 0) + 1;
  end += 5;
  if (end > query.length) return null;
  const answer = Buffer.from(query.subarray(0, end));
  answer.writeUInt16BE(0x8183, 2);
  answer.writeUInt16BE(1, 4);
  answer.fill(0, 6, HEADER);
  return answer;
}

const [address = '', port] = process.argv.slice(2);
const server = createSocket('udp4');
server.on('message', (query, asker) => {
  const answer = refusal(query);
  if (answer !== null) server.send(answer, asker.port, asker.address);
});
server.bind(Number(port), address);
