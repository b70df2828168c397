import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { scalarOf } from '../../stack/quantities.ts';
import { remove } from '../edit/remove.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const staticAddressIgnored: Rule = {
  id: 'static-address-ignored',
  severity: 'warning',
  summary: 'A service asks for an address, which swarm does not give',
  docs: {
    why: 'docker stack deploy drops it without a word: the task gets any free address, and another one after each restart.',
    fix: 'Reach services by their names; give a name of its own by "aliases".',
    refs: ['docker/cli compose/convert: convertServiceNetworks', 'compose specification: networks.ipv4_address'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      for (const [network, options] of Object.entries(mapOf(value.networks))) {
        for (const key of ['ipv4_address', 'ipv6_address']) {
          const address = scalarOf(mapOf(options)[key]);
          if (address === '') continue;
          const message = `Swarm does not give the address ${quote(address)}`;
          const help = 'Remove it, and reach the service by its name.';
          report({ file, path: [...path, 'networks', network, key], message, help, fix: remove });
        }
      }
    }
  },
};
