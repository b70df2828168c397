import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { declared, externalName } from '../documents.ts';
import { isDatabase, parseImage } from '../image.ts';
import { networksOf } from '../networks.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const internalNetworkMissing: Rule = {
  id: 'internal-network-missing',
  severity: 'info',
  summary: 'The network of a database leads outside',
  docs: {
    why: 'A database has nobody to call. With a way out, whoever breaks into it can fetch tools and carry the data away.',
    fix: 'Write "internal: true" for the network, and give services that must call outside a second one.',
    refs: ['OWASP Docker Security rule 5', 'recipe format: conventions', 'compose specification: networks.internal'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      const image = typeof service.value.image === 'string' ? parseImage(service.value.image) : null;
      if (image === null || !isDatabase(image)) continue;
      const networks = declared(service.document, 'networks');
      const help = 'Write "internal: true", and give services that call outside a second network.';
      if (service.value.networks === undefined) {
        const message = `Database ${quote(service.name)} is on the network "default", which leads outside`;
        report({ file: service.file, path: service.path, atKey: true, message, help });
      }
      for (const { key, path } of networksOf(service)) {
        const network = networks[key];
        const { internal } = mapOf(network);
        if (externalName(key, network) !== null || internal === true || internal === 'true') continue;
        const message = `Database ${quote(service.name)} is on network ${quote(key)}, which leads outside`;
        report({ file: service.file, path, message, help, data: { network: key } });
      }
    }
  },
};
