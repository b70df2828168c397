/** What Linux capabilities of a container mean to its host. */

/** Each is a known way to the host itself. */
const ESCAPE = new Set([
  'ALL',
  'BPF',
  'DAC_READ_SEARCH',
  'MAC_ADMIN',
  'MAC_OVERRIDE',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_MODULE',
  'SYS_RAWIO',
]);

/** They reach the clock, the logs or the processors of the node, the traffic of others, or other processes. */
const REACH = new Set([
  'AUDIT_CONTROL',
  'AUDIT_READ',
  'BLOCK_SUSPEND',
  'CHECKPOINT_RESTORE',
  'LINUX_IMMUTABLE',
  'NET_ADMIN',
  'PERFMON',
  'SYSLOG',
  'SYS_PACCT',
  'SYS_PTRACE',
  'SYS_TIME',
  'WAKE_ALARM',
]);

/** As the kernel calls it, without `CAP_`: Docker takes any case, with or without the prefix. */
export function capabilityName(text: string): string {
  return text.trim().toUpperCase().replace(/^CAP_/, '');
}

/** `escape`: a way out of the container. `reach`: power over more than the app. Null: what a container may need. */
export function capabilityPower(text: string): 'escape' | 'reach' | null {
  const name = capabilityName(text);
  if (ESCAPE.has(name)) return 'escape';
  return REACH.has(name) ? 'reach' : null;
}
