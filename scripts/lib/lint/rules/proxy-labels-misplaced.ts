import { containerLabels } from '../../recipe/labels.ts';
import { quote } from '../../recipe/limits.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

/** Read from services, by Traefik's swarm provider, abra, the backup bot, swarm-cronjob and Shepherd. */
const READ_OF_SERVICES = /^(?:traefik|coop-cloud|backupbot|swarm\.cronjob|shepherd)\./i;

export const proxyLabelsMisplaced: Rule = {
  id: 'proxy-labels-misplaced',
  severity: 'warning',
  summary: 'Labels for the proxy or the backup stand where neither looks',
  docs: {
    why: 'In a swarm they are read from the service. What stands under "labels" goes to its containers, where nobody reads it: the app has no route and no backup.',
    fix: 'Move them to "deploy.labels".',
    refs: ['Traefik 3: swarm provider', 'recipe format: labels', 'compose specification: deploy.labels'],
  },
  check(recipe, report) {
    for (const { name, file, path, value } of services(recipe)) {
      const misplaced = containerLabels(value).filter(({ key }) => READ_OF_SERVICES.test(key));
      const [first] = misplaced;
      if (first === undefined) continue;
      const more = misplaced.length === 1 ? '' : ` and ${misplaced.length - 1} more`;
      const message = `Label ${quote(first.key)}${more} of service "${name}" ${more === '' ? 'does' : 'do'} nothing here`;
      report({ file, path: [...path, ...first.path], atKey: true, message, help: 'Move to "deploy.labels".' });
    }
  },
};
