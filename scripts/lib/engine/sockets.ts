import { readFile } from 'node:fs/promises';

/** As the kernel's tables write "waits for someone": a listening TCP socket, a bound UDP one. */
const WAITING = { tcp: '0A', udp: '07' } as const;

/**
 * Whether someone in the network of process `pid` listens on that IPv4 address, by the kernel's own table: no
 * connection is spent on the question.
 */
export async function listensOn(pid: number, kind: 'tcp' | 'udp', address: string, port: number): Promise<boolean> {
  const bytes = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  const local = `${bytes.toReversed().join('')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
  const table = await readFile(`/proc/${pid}/net/${kind}`, 'utf8').catch(() => '');
  return table.includes(` ${local} 00000000:0000 ${WAITING[kind]} `);
}

/** The kernel's flag of a unix socket that listens; one that is only bound refuses connections. */
const ACCEPTS_CONNECTIONS = '00010000';

/** The same for a unix socket. `pid` must be a process in the network the socket was made in. */
export async function listensAt(pid: number, path: string): Promise<boolean> {
  const table = await readFile(`/proc/${pid}/net/unix`, 'utf8').catch(() => '');
  return table.split('\n').some((line) => line.endsWith(` ${path}`) && line.split(/\s+/)[3] === ACCEPTS_CONNECTIONS);
}
