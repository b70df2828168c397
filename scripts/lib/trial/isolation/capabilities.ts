/** What Docker's capability lists and the kernel's bit masks mean. Pure. */

import { capabilityName } from '../../lint/capability.ts';
import { isList, type JsonMap } from '../../recipe/json.ts';

/** In the order of the kernel's bits (linux/capability.h). */
const NAMES = (
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST ' +
  'NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE ' +
  'SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG ' +
  'WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'
).split(' ');

/** What a container has when nothing is said (moby: oci/caps/defaults.go). */
const DEFAULT =
  'CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE'.split(
    ' ',
  );

/** Names of the bits of a hexadecimal mask. */
export function capabilitiesOf(mask: string): readonly string[] {
  if (!/^[0-9a-f]{1,16}$/i.test(mask)) return [];
  const bits = BigInt(`0x${mask}`);
  return NAMES.filter((_, bit) => ((bits >> BigInt(bit)) & 1n) === 1n);
}

/** What a service may have by its `cap_drop` and `cap_add`. */
export function allowedCapabilities({ cap_drop, cap_add }: JsonMap): ReadonlySet<string> {
  const drop = names(cap_drop);
  const add = names(cap_add);
  const kept = drop.includes('ALL') ? [] : DEFAULT.filter((name) => !drop.includes(name));
  return new Set([...kept, ...(add.includes('ALL') ? NAMES : add)]);
}

function names(list: JsonMap[string] | undefined): readonly string[] {
  return isList(list) ? list.map((each) => capabilityName(String(each))) : [];
}
