import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { durationOf, scalarOf } from '../../stack/quantities.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

const MILLISECOND = 1e6;

export const healthcheckTimeTooShort: Rule = {
  id: 'healthcheck-time-too-short',
  severity: 'error',
  summary: 'A time of a healthcheck is shorter than a millisecond',
  docs: {
    why: 'docker stack deploy refuses it: interval, timeout and start_period cannot be less than 1ms, nor below zero. Zero stands for the default.',
    fix: 'Write seconds: "interval: 30s".',
    refs: ['swarmkit: validateHealthCheck', 'compose specification: healthcheck'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const healthcheck = mapOf(value.healthcheck);
      for (const key of ['interval', 'timeout', 'start_period']) {
        const text = scalarOf(healthcheck[key]);
        const duration = durationOf(text);
        if (duration === null || duration === 0 || duration >= MILLISECOND) continue;
        const message = `"${key}" of ${quote(text)} is less than a millisecond`;
        report({ file, path: [...path, 'healthcheck', key], message, help: 'Write seconds, e.g. "30s".' });
      }
    }
  },
};
