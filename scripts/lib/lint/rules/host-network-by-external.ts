import { isList, mapOf } from '../../recipe/json.ts';
import { documents, externalName } from '../documents.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const hostNetworkByExternal: Rule = {
  id: 'host-network-by-external',
  severity: 'error',
  summary: 'A service joins the network of the host',
  docs: {
    why: 'Swarm ignores network_mode: host, but an external network called "host" is the same: the app sees all traffic and every service that listens on localhost.',
    fix: 'Use overlay networks; publish a port only if the app needs one.',
    refs: ['CIS Docker 5.10', 'docker/cli compose/convert: networks'],
  },
  waivable: false,
  check(recipe, report) {
    const help = 'Use an overlay network of the recipe.';
    for (const { file, value } of documents(recipe)) {
      for (const [key, network] of Object.entries(mapOf(value.networks))) {
        const { name, driver } = mapOf(network);
        const joined = externalName(key, network) ?? name ?? driver;
        if (joined !== 'host' && driver !== 'host') continue;
        const at = { file, path: ['networks', key], atKey: true } as const;
        report({ ...at, message: `Network "${key}" is that of the host`, help, data: { key } });
      }
    }
    for (const { file, path, value } of services(recipe)) {
      // A service may name a network that no top-level entry declares; Docker knows "host" by itself.
      const index = isList(value.networks) ? value.networks.indexOf('host') : -1;
      const step = index === -1 && Object.hasOwn(mapOf(value.networks), 'host') ? 'host' : index;
      if (step === -1) continue;
      const message = 'The service joins the network "host"';
      report({ file, path: [...path, 'networks', step], atKey: true, message, help });
    }
  },
};
