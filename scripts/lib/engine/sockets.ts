import { readFile } from 'node:fs/promises';

/**
 * Whether someone in the network of process `pid` listens on that IPv4 address: state 0A in the kernel's table.
 * No connection is spent on the question.
 */
export async function listensOn(pid: number, address: string, port: number): Promise<boolean> {
  const bytes = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  const local = `${bytes.toReversed().join('')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
  const table = await readFile(`/proc/${pid}/net/tcp`, 'utf8').catch(() => '');
  return table.includes(` ${local} 00000000:0000 0A `);
}
