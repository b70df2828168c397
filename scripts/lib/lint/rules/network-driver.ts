import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { documents, externalName } from '../documents.ts';
import { replaceBy } from '../edit/replace.ts';
import { joinedNetworks } from '../networks.ts';
import type { Rule } from '../rule.ts';

/** The engine makes a network of it, or says there can be only one; either way no service of a swarm gets it. */
const LOCAL = new Set(['bridge', 'host', 'ipvlan', 'macvlan', 'none', 'null', 'default']);

export const networkDriver: Rule = {
  id: 'network-driver',
  severity: 'error',
  summary: 'A network has a driver that swarm services cannot use',
  docs: {
    why: 'docker stack deploy makes the network and then refuses the service: only networks scoped to the swarm can be used, such as those created with the overlay driver.',
    fix: 'Write "driver: overlay", or leave it out: overlay is what a stack gets.',
    refs: ['moby: daemon/cluster, populateNetworkID', 'compose specification: networks.driver'],
  },
  check(recipe, report) {
    const joined = joinedNetworks(recipe);
    for (const { file, value } of documents(recipe)) {
      for (const [key, network] of Object.entries(mapOf(value.networks))) {
        const { driver } = mapOf(network);
        // What no service joins is never made.
        if (typeof driver !== 'string' || externalName(key, network) !== null || !joined.has(key)) continue;
        const isMisspelt = driver !== 'overlay' && driver.toLowerCase() === 'overlay';
        if (!LOCAL.has(driver) && !isMisspelt) continue;
        const message = `Network ${quote(key)} has the driver ${quote(driver)}, which no swarm service can use`;
        const path = ['networks', key, 'driver'];
        report({ file, path, message, help: 'Write "driver: overlay".', fix: replaceBy('overlay'), data: { driver } });
      }
    }
  },
};
