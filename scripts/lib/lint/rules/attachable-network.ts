import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { documents } from '../documents.ts';
import type { Rule } from '../rule.ts';

export const attachableNetwork: Rule = {
  id: 'attachable-network',
  severity: 'warning',
  summary: 'Any container of a node may join a network of the stack',
  docs: {
    why: 'With "attachable: true" a "docker run" on any node reaches the databases of the stack, without the stack knowing of it.',
    fix: 'Remove "attachable"; run tools as services of the stack, or by docker exec.',
    refs: ['OWASP Docker Security rule 5', 'compose specification: networks.attachable'],
  },
  assumes: 'convention',
  check(recipe, report) {
    for (const { file, value } of documents(recipe)) {
      for (const [key, network] of Object.entries(mapOf(value.networks))) {
        const { attachable } = mapOf(network);
        if (attachable !== true && attachable !== 'true') continue;
        const message = `Any container of a node may join network ${quote(key)}`;
        report({ file, path: ['networks', key, 'attachable'], message, help: 'Remove "attachable".' });
      }
    }
  },
};
