import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { networksOf } from '../networks.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const networkUnused: Rule = {
  id: 'network-unused',
  severity: 'warning',
  summary: 'A network is declared and joined by no service',
  docs: {
    why: 'docker stack deploy does not even make it; the services that should be on it are somewhere else, and may not reach each other.',
    fix: 'Name it under "networks:" of the services that need it, or remove it.',
    refs: ['compose specification: networks', 'docker/cli command/stack: getServicesDeclaredNetworks'],
  },
  check(recipe, report) {
    const used = new Set(services(recipe).flatMap((service) => networksOf(service).map(({ key }) => key)));
    // Where a service names none it is on this one.
    if (
      services(recipe).some(({ value }) => Object.keys(mapOf(value.networks)).length === 0 && !hasItems(value.networks))
    )
      used.add('default');
    for (const { file, value } of recipe.compose) {
      for (const key of Object.keys(mapOf(value.networks))) {
        if (used.has(key)) continue;
        const message = `Network ${quote(key)} is joined by no service`;
        const help = 'Name it under "networks:" of the services that need it, or remove it.';
        report({ file, path: ['networks', key], atKey: true, message, help });
      }
    }
  },
};

function hasItems(networks: unknown): boolean {
  return Array.isArray(networks) && networks.length > 0;
}
