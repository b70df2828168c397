import { type JsonMap, valueAt } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { durationOf, scalarOf } from '../../stack/quantities.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

/** Under "rollback_config" swarm looks at none of them. */
const DURATIONS = [
  ['deploy', 'update_config', 'delay'],
  ['deploy', 'update_config', 'monitor'],
  ['deploy', 'restart_policy', 'delay'],
  ['deploy', 'restart_policy', 'window'],
] as const;
const RATIO = ['deploy', 'update_config', 'max_failure_ratio'] as const;

export const deployValueOutOfRange: Rule = {
  id: 'deploy-value-out-of-range',
  severity: 'error',
  summary: 'A time or a ratio under "deploy" that swarm refuses',
  docs: {
    why: 'The schema takes any number, so that docker stack config passes; docker stack deploy refuses a max_failure_ratio that is no part of one, and times below zero.',
    fix: 'Write the ratio as a number from 0 to 1 ("0.3" for 30 %), and times as zero or more.',
    refs: ['swarmkit: validateUpdate, validateRestartPolicy', 'compose specification: deploy.update_config'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      for (const { key, message, help } of faults(value)) {
        report({ file, path: [...path, ...key], message, help });
      }
    }
  },
};

function* faults(service: JsonMap) {
  const ratio = scalarOf(valueAt(service, RATIO));
  if (ratio !== '' && (Number(ratio) < 0 || Number(ratio) > 1)) {
    const message = `"max_failure_ratio" of ${quote(ratio)} is not between 0 and 1`;
    yield { key: RATIO, message, help: 'Write it as a part of one, e.g. 0.3.' };
  }
  for (const key of DURATIONS) {
    const text = scalarOf(valueAt(service, key));
    if ((durationOf(text) ?? 0) >= 0) continue;
    yield { key, message: `"${key[2]}" of ${quote(text)} is below zero`, help: 'Write zero or more.' };
  }
}
