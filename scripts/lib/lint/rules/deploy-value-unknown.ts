import { type JsonMap, valueAt } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { didYouMean } from '../../recipe/nearest.ts';
import { replaceBy } from '../edit/replace.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

interface Choice {
  readonly key: readonly string[];
  readonly values: readonly string[];
  /** Swarm looks it up in upper case. */
  readonly anyCase?: true;
}

const ACTIONS = ['pause', 'continue', 'rollback'];
const CHOICES: readonly Choice[] = [
  { key: ['deploy', 'mode'], values: ['replicated', 'global', 'replicated-job', 'global-job'] },
  { key: ['deploy', 'endpoint_mode'], values: ['vip', 'dnsrr'], anyCase: true },
  { key: ['deploy', 'restart_policy', 'condition'], values: ['none', 'on-failure', 'any'] },
  { key: ['deploy', 'update_config', 'failure_action'], values: ACTIONS },
  { key: ['deploy', 'rollback_config', 'failure_action'], values: ACTIONS },
];

/** What people know from docker run. */
const MEANT: { readonly [word: string]: string } = {
  always: 'any',
  'unless-stopped': 'any',
  no: 'none',
  never: 'none',
};

export const deployValueUnknown: Rule = {
  id: 'deploy-value-unknown',
  severity: 'error',
  summary: 'A word under "deploy" or "restart" that swarm does not know',
  docs: {
    why: 'The schema takes any text there, so that docker stack config passes; docker stack deploy refuses it. "always" and "unless-stopped" are words of docker run: in swarm it is "any".',
    fix: 'Use one of the words that the message lists.',
    refs: ['docker/cli compose/convert', 'moby: daemon/cluster/convert', 'compose specification: deploy'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      for (const { key, values, anyCase } of CHOICES) {
        const word = valueAt(value, key);
        if (typeof word !== 'string' || word === '' || values.includes(anyCase ? word.toLowerCase() : word)) continue;
        const meant = key.at(-1) === 'condition' && Object.hasOwn(MEANT, word) ? MEANT[word] : undefined;
        const message = `Swarm knows no ${key.at(-1)} ${quote(word)}`;
        const help = `Write ${either(values)}.${meant === undefined ? didYouMean(word, values) : ` Here "${meant}" is meant.`}`;
        const fix = meant === undefined ? undefined : replaceBy(meant);
        report({ file, path: [...path, ...key], message, help, data: { value: word }, fix });
      }
      const restart = restartFault(value);
      if (restart === null) continue;
      const help = 'Write "deploy.restart_policy" with a condition of "none", "on-failure" or "any".';
      report({ file, path: [...path, 'restart'], message: restart, help });
    }
  },
};

function either(values: readonly string[]): string {
  const quoted = values.map((value) => `"${value}"`);
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

/** `restart` is ignored where there is a restart_policy, and read where there is none. */
function restartFault(service: JsonMap): string | null {
  const { restart } = service;
  if (typeof restart !== 'string' || valueAt(service, ['deploy', 'restart_policy']) !== undefined) return null;
  const [name = '', attempts] = restart.split(':');
  if (!['', 'no', 'always', 'unless-stopped', 'on-failure'].includes(name)) {
    return `Docker knows no restart policy ${quote(restart)}`;
  }
  if (name !== 'on-failure' || attempts === undefined || /^[+-]?[0-9]{1,18}$/.test(attempts)) return null;
  return `Restart policy ${quote(restart)} needs a number behind the colon`;
}
