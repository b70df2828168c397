import { serviceLabels } from '../../recipe/labels.ts';
import { quote } from '../../recipe/limits.ts';
import { addLabel } from '../edit/label.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const traefikEnabled: Rule = {
  id: 'traefik-enabled',
  severity: 'warning',
  summary: 'A service has labels of a router but not traefik.enable=true',
  docs: {
    why: 'Hosters run Traefik with exposedByDefault=false, so that nothing is public by accident: without the label the service has no route.',
    fix: 'Add "traefik.enable=true" to its deploy.labels.',
    refs: ['abra R010', 'Traefik: swarm provider, exposedByDefault'],
  },
  check(recipe, report) {
    for (const { name, file, path, value } of services(recipe)) {
      const router = serviceLabels(value).find(({ key }) => /^traefik\.(?:http|tcp|udp)\.routers\./i.test(key));
      if (router === undefined || serviceLabels(value).some(({ key }) => key.toLowerCase() === 'traefik.enable'))
        continue;
      const message = `Service ${quote(name)} has router labels but not "traefik.enable=true"`;
      const help = 'Add the label "traefik.enable=true".';
      report({ file, path: [...path, ...router.path], message, help, fix: addLabel('traefik.enable', 'true') });
    }
  },
};
