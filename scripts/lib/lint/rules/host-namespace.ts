import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

const KEYS = ['network_mode', 'pid', 'ipc', 'uts', 'userns_mode', 'cgroup', 'cgroupns_mode'];

export const hostNamespace: Rule = {
  id: 'host-namespace',
  severity: 'error',
  summary: "A service asks for one of the host's namespaces",
  docs: {
    why: 'It would see the processes, the traffic or the users of the host. Swarm does not give it that, but whoever wrote it expects an app that owns the host: it will not work without.',
    fix: 'Remove the key; a service of a swarm has namespaces of its own.',
    refs: ['CIS Docker 5.10', 'CIS Docker 5.16', 'CIS Docker 5.17', 'CIS Docker 5.21', 'CIS Docker 5.31'],
  },
  waivable: false,
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      for (const key of KEYS) {
        if (value[key] !== 'host') continue;
        const message = `"${key}: host" asks for a namespace of the host`;
        report({ file, path: [...path, key], message, help: 'Remove it.', data: { key } });
      }
    }
  },
};
