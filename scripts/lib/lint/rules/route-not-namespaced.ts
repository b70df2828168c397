import { mapOf } from '../../recipe/json.ts';
import { serviceLabels } from '../../recipe/labels.ts';
import { quote } from '../../recipe/limits.ts';
import type { Rule } from '../rule.ts';

const NAMED = /^(traefik\.(?:http|tcp|udp)\.(?:routers|services|middlewares)\.([^.]*))\./i;

export const routeNotNamespaced: Rule = {
  id: 'route-not-namespaced',
  severity: 'warning',
  summary: 'A router, service or middleware of the proxy is not named after the stack',
  docs: {
    why: 'These names are shared by the whole swarm: with the app deployed twice, Traefik finds two of one name and drops both.',
    fix: 'Start the name with ${STACK_NAME}.',
    refs: ['recipe format: labels', 'Traefik 3: swarm provider'],
  },
  assumes: 'convention',
  check({ compose }, report) {
    for (const { file, value } of compose) {
      for (const [name, service] of Object.entries(mapOf(value.services))) {
        // A router has half a dozen labels, and one name.
        const told = new Set<string>();
        for (const { key, path } of serviceLabels(service)) {
          const [, whole, named] = NAMED.exec(key) ?? [];
          if (whole === undefined || named === undefined || named.includes('${STACK_NAME}') || told.has(whole))
            continue;
          told.add(whole);
          const message = `${quote(whole)} is a name that other stacks may have`;
          const help = `Call it "\${STACK_NAME}" or "\${STACK_NAME}_${named}" in all labels.`;
          report({ file, path: ['services', name, ...path], atKey: true, message, help, data: { name: named } });
        }
      }
    }
  },
};
