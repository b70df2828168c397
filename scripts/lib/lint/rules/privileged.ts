import { quote } from '../../recipe/limits.ts';
import type { Json } from '../../types.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

/** Each is a known way out of the container, or into the traffic of others on the same network. */
const DANGEROUS =
  /^(?:ALL|SYS_(?:ADMIN|MODULE|RAWIO|PTRACE|BOOT|TIME|PACCT)|NET_ADMIN|DAC_READ_SEARCH|LINUX_IMMUTABLE|MAC_(?:ADMIN|OVERRIDE)|BPF|PERFMON|SYSLOG|CHECKPOINT_RESTORE|AUDIT_(?:CONTROL|READ)|BLOCK_SUSPEND|WAKE_ALARM)$/;

export const privileged: Rule = {
  id: 'privileged',
  severity: 'error',
  summary: 'A service asks for power over the host',
  docs: {
    why: 'With these capabilities a container can leave its walls. Swarm ignores "privileged" itself, but whoever wrote it expects an app that owns the host.',
    fix: 'Drop all capabilities and add back only those the app needs, such as CHOWN, SETUID, NET_BIND_SERVICE.',
    refs: ['CIS Docker 5.4', 'CIS Docker 5.5', 'OWASP Docker Security rule 3'],
  },
  waivable: false,
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      if (value.privileged === true || /^(?:true|yes|on|1)$/i.test(String(value.privileged))) {
        const help = 'Remove it; add single capabilities under "cap_add" if really needed.';
        report({ file, path: [...path, 'privileged'], message: '"privileged" asks for power over the host', help });
      }
      const added = Array.isArray(value.cap_add) ? (value.cap_add as readonly Json[]) : [];
      for (const [index, capability] of added.entries()) {
        const name = String(capability).toUpperCase().replace(/^CAP_/, '');
        if (!DANGEROUS.test(name)) continue;
        const message = `Capability ${quote(String(capability))} is a way out of the container`;
        report({ file, path: [...path, 'cap_add', index], message, help: 'Remove it.', data: { capability: name } });
      }
    }
  },
};
