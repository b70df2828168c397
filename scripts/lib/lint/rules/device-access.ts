import { isList, isMap } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const deviceAccess: Rule = {
  id: 'device-access',
  severity: 'error',
  summary: 'A service asks for a device of the host',
  docs: {
    why: 'A disk, a network tunnel or /dev/mem in a container is the host in the container. Swarm ignores "devices", so the app does not get it either.',
    fix: 'Remove it, and write in the README what the app cannot do without. GPUs are generic resources: deploy.resources.reservations.',
    refs: ['CIS Docker 5.18', 'docker/cli compose/types: UnsupportedProperties'],
  },
  assumes: 'convention',
  waivable: false,
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      for (const [index, entry] of isList(value.devices) ? value.devices.entries() : []) {
        const device = isMap(entry) ? entry.source : entry;
        const message = `Device ${quote(String(device ?? ''))} belongs to the host`;
        const help = 'Remove it: a swarm service cannot have devices.';
        report({ file, path: [...path, 'devices', index], message, help });
      }
    }
  },
};
