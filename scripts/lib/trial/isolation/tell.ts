/** What was seen of a stack → text for people. Pure. */
import { declaredPorts } from './asked.ts';
import { contactText, isDeclared } from './contacts.ts';
import type { Hardening } from './hardening.ts';
import type { Isolation } from './judge.ts';
import { PROXY } from './neighbour.ts';
import type { Seen } from './seen.ts';

/** Names that answer, then of each container what it listens on and who gets there. */
export function reachText(isolation: Isolation): string {
  const { reach, seen } = isolation;
  const names = reach.names.map(({ name, address }) => `${name} is ${address}`);
  return [...seen.flatMap((each) => containerLines(each, isolation)), ...names].join('\n');
}

function containerLines(
  { service, listens, rootWritable, users, limits }: Seen,
  isolation: Isolation,
): readonly string[] {
  const { reach, services, reachable } = isolation;
  const open = reach.open.filter((each) => each.service === service);
  const declared = declaredPorts(services[service], reachable[service] ?? []);
  const who = `${service}: users ${users.join(' ')}, root ${rootWritable ? 'writable' : 'read-only'}`;
  const mounts = limits.mounts.map((mount) => `${service}: ${mount}`);
  const listeners = listens.map(
    ({ protocol, address, port }) => `${service}: listens on ${protocol} ${address}:${port}`,
  );
  const reached = open.map(({ network, port }) => {
    const how = network === PROXY && declared.includes(port) ? 'as declared' : 'undeclared';
    return `${service}: a neighbour reaches ${port} by ${network}, ${how}`;
  });
  return [who, ...mounts, ...listeners, ...reached];
}

export function hardeningTable(rows: readonly Hardening[]): string {
  const lines = rows.map(({ service, property, asked, enforced, holds }) => {
    const wants = asked ?? '–';
    return [service, property, wants, enforced, holds ? 'holds' : 'DOES NOT HOLD'];
  });
  const all = [['service', 'property', 'asked', 'enforced', ''], ...lines];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  return all
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function contactsText({ contacts, egress }: Isolation): string {
  const lines = contacts.map((each) => `${contactText(each)}${isDeclared(each, egress) ? ' (declared)' : ''}`);
  return lines.length === 0 ? 'phones home: none' : lines.join('\n');
}
