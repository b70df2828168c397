import { readFileSync } from 'node:fs';

/** A process that cannot be mistaken for a later one that got the same number. */
export interface Owner {
  readonly pid: number;
  /** Clock ticks after boot. */
  readonly startTime: number;
  readonly boot: string;
}

export function thisProcess(): Owner {
  const startTime = startTimeOf(process.pid);
  if (startTime === null) throw new Error('/proc is not mounted');
  return { pid: process.pid, startTime, boot: bootId() };
}

export function isAlive(owner: Owner): boolean {
  return isSameBoot(owner) && startTimeOf(owner.pid) === owner.startTime;
}

/** Whether this machine has not been started again since. */
export function isSameBoot({ boot }: Owner): boolean {
  return boot === bootId();
}

/** Whether this machine can judge the owner at all. */
export function isOfThisBoot({ boot }: Pick<Owner, 'boot'>): boolean {
  return boot === bootId();
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/** Field 22 of stat(5); the command in field 2 may hold spaces and brackets. A zombie counts as gone. */
function startTimeOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : Number(fields[19]);
  } catch {
    return null;
  }
}
