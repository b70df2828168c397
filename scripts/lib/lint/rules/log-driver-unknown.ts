import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { didYouMean } from '../../recipe/nearest.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

const BUILT_IN = [
  'awslogs',
  'fluentd',
  'gcplogs',
  'gelf',
  'journald',
  'json-file',
  'local',
  'none',
  'splunk',
  'syslog',
];

/** Linux nodes never had it, or engines since 25 do not have it any more. */
const GONE = new Set(['etwlogs', 'logentries']);

export const logDriverUnknown: Rule = {
  id: 'log-driver-unknown',
  severity: 'error',
  summary: 'The name of a log driver is misspelt',
  docs: {
    why: 'The stack deploys, and no node fits: swarm waits for one with a plugin of that name. Capitals count.',
    fix: 'Write "json-file" or "local"; a plugin must be installed on every node.',
    refs: ['swarmkit: scheduler, PluginFilter', 'Docker: logging drivers', 'compose specification: logging'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const { driver } = mapOf(value.logging);
      if (typeof driver !== 'string' || driver === '') continue;
      const at = { file, path: [...path, 'logging', 'driver'], data: { driver } };
      if (GONE.has(driver)) {
        const message = `Nodes of a swarm no longer have the log driver ${quote(driver)}`;
        report({ ...at, severity: 'warning', message, help: 'Write "json-file" or "local".' });
      } else if (!BUILT_IN.includes(driver) && didYouMean(driver, BUILT_IN) !== '') {
        const message = `There is no log driver ${quote(driver)}`;
        report({ ...at, message, help: `Write its name as it is.${didYouMean(driver, BUILT_IN)}` });
      }
    }
  },
};
