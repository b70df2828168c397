import { isList, mapOf, valueAt } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { constraintFault, contradictions, parseConstraint } from '../constraint.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const constraintImpossible: Rule = {
  id: 'constraint-impossible',
  severity: 'error',
  summary: 'No node can fulfil a placement constraint, or swarm cannot read it',
  docs: {
    why: 'What is no "key == value" or "key != value" docker stack deploy refuses. An unknown key matches no node, whatever it is compared with: the task waits for ever with "no suitable node".',
    fix: 'Write e.g. "node.role == manager" or "node.labels.disk == ssd", without quotes inside.',
    refs: [
      'swarmkit: manager/constraint',
      'docker service create --constraint',
      'compose specification: deploy.placement',
    ],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const { constraints } = mapOf(valueAt(value, ['deploy', 'placement']));
      if (!isList(constraints)) continue;
      const parsed = constraints.map((text) => (typeof text === 'string' ? parseConstraint(text) : null));
      const excluded = new Set(contradictions(parsed));
      for (const [index, text] of constraints.entries()) {
        if (typeof text !== 'string') continue;
        const at = { file, path: [...path, 'deploy', 'placement', 'constraints', index] };
        const constraint = parsed[index] ?? null;
        if (constraint === null) {
          const help = 'Write "key == value" or "key != value", the value of letters, digits and "-_.:/".';
          report({ ...at, message: `Swarm cannot read the constraint ${quote(text)}`, help });
          continue;
        }
        const fault = constraintFault(constraint);
        if (fault !== null) {
          report({ ...at, message: `Constraint ${quote(text)} never holds: ${fault.why}`, help: fault.help });
        } else if (excluded.has(index)) {
          const message = `Constraint ${quote(text)} contradicts one before it`;
          report({ ...at, message, help: 'Keep one of them: a node must fulfil all.' });
        }
      }
    }
  },
};
