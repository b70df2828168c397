import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { declared, externalName } from '../documents.ts';
import { networksOf } from '../networks.ts';
import type { Rule } from '../rule.ts';
import { type Service, services } from '../services.ts';

export const overlayNotEncrypted: Rule = {
  id: 'overlay-not-encrypted',
  severity: 'info',
  summary: 'Services that run on several nodes talk over a network that is not encrypted',
  docs: {
    why: 'What goes from node to node of an overlay network can be read on the way. A service with several tasks, or one on every node, makes that certain; with one task each it depends on where swarm puts them, so nothing is said.',
    fix: 'Write "driver_opts: {encrypted: \'\'}" for the network, where the kernels of the nodes have IPsec and what is between them lets it pass; or keep the nodes on a private network.',
    refs: ['CIS Docker 7.3', 'Docker: overlay networks, encryption'],
  },
  check(recipe, report) {
    for (const [document, all] of Map.groupBy(services(recipe), (service) => service.document)) {
      const networks = declared(document, 'networks');
      const joined = all.flatMap((service) => networksOf(service).map(({ key }) => ({ key, service })));
      for (const [key, users] of Map.groupBy(joined, (each) => each.key)) {
        const network = networks[key];
        const { driver = 'overlay', driver_opts } = mapOf(network);
        if (!Object.hasOwn(mapOf(document.value.networks), key) || externalName(key, network) !== null) continue;
        if (driver !== 'overlay' || Object.hasOwn(mapOf(driver_opts), 'encrypted')) continue;
        const spread = users.length > 1 ? users.find(({ service }) => isSpread(service)) : undefined;
        if (spread === undefined) continue;
        const message = `Network ${quote(key)} carries what ${quote(spread.service.name)} says to other nodes, unencrypted`;
        const help = 'Write "driver_opts: {encrypted: \'\'}" where the nodes can, or keep them on a private network.';
        report({ file: document.file, path: ['networks', key], atKey: true, message, help });
      }
    }
  },
};

function isSpread({ value }: Service): boolean {
  const { mode, replicas } = mapOf(value.deploy);
  return mode === 'global' || Number(replicas) > 1;
}
