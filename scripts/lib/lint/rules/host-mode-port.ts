import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { portsOf } from '../ports.ts';
import { isHostMode } from '../ports-of-container.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const hostModePort: Rule = {
  id: 'host-mode-port',
  severity: 'info',
  summary: 'A port is published on the node of the task only',
  docs: {
    why: 'The app is reached on whichever node it happens to run; a node holds one task of it; and with order: start-first the new task waits for a port that the old one keeps until the update fails.',
    fix: 'Leave the mode out unless the app must see the addresses of its clients; then pin it to a node and update with order: stop-first.',
    refs: [
      'CIS Docker 5.9',
      'Docker: publish a port directly on the swarm node',
      'swarmkit: scheduler, HostPortFilter',
    ],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      const { order } = mapOf(mapOf(service.value.deploy).update_config);
      for (const port of portsOf(service)) {
        if (!isHostMode(service, port)) continue;
        const at = { file: service.file, path: port.path, data: { port: port.text } };
        if (order === 'start-first') {
          const message = `Port ${quote(port.text)} is held by the old task when "order: start-first" starts the new one`;
          report({ ...at, severity: 'warning', message, help: 'Write "order: stop-first", or remove "mode: host".' });
        } else {
          const message = `Port ${quote(port.text)} is open on the node of the task only`;
          report({ ...at, message, help: 'Remove "mode: host" unless the app must see addresses of clients.' });
        }
      }
    }
  },
};
