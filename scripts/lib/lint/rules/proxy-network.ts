import { serviceLabels } from '../../recipe/labels.ts';
import { isRouted, networksOf, PROXY } from '../networks.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const proxyNetwork: Rule = {
  id: 'proxy-network',
  severity: 'error',
  summary: 'A service asks for a route but is not on the external network "proxy"',
  docs: {
    why: 'The reverse proxy reaches apps over the shared network "proxy" only: the app would answer with a gateway timeout.',
    fix: 'Add the service to network "proxy", and declare that network as external.',
    refs: ['abra R010', 'recipe format: conventions'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      if (!isRouted(serviceLabels(service.value))) continue;
      const { name, file, path } = service;
      const networks = networksOf(service);
      if (networks.some(({ external }) => external === PROXY)) continue;
      const own = networks.find(({ key }) => key === PROXY);
      if (own === undefined) {
        const message = `Service "${name}" has a route but is not on network "${PROXY}"`;
        report({ file, path, atKey: true, message, help: `Add "${PROXY}" to its networks.` });
      } else {
        const message = `Network "${PROXY}" is not external`;
        const help = `Declare "networks: {${PROXY}: {external: true}}": else the stack makes a network of its own.`;
        report({ file, path: own.path, message, help });
      }
    }
  },
};
