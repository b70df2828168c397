import { interpolate } from '../../recipe/interpolate.ts';
import { mapOf } from '../../recipe/json.ts';
import { serviceLabels } from '../../recipe/labels.ts';
import type { Json, Recipe } from '../../types.ts';
import { sampleEnvironment } from '../documents.ts';
import { secondsOf } from '../durations.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';
import { versionPlace } from '../version-place.ts';

/** Of Docker, where a healthcheck does not say. */
const DEFAULTS = { interval: 30, retries: 3 };

export const healthcheckSlowerThanTimeout: Rule = {
  id: 'healthcheck-slower-than-timeout',
  severity: 'warning',
  summary: 'A deployment is given up before a healthcheck can have failed',
  docs: {
    why: 'abra and the trial wait as many seconds as the timeout label says. A check that needs longer to give its verdict makes a slow start look like a failure, and a failure like a slow start.',
    fix: 'Raise TIMEOUT over start_period + retries × interval, or let the check ask more often.',
    refs: ['recipe format: labels', 'abra: deploy timeout', 'compose specification: healthcheck'],
  },
  check(recipe, report) {
    const timeout = timeoutOf(recipe);
    if (timeout === null) return;
    for (const { name, file, path, value } of services(recipe)) {
      const seconds = verdictAfter(mapOf(value.healthcheck));
      if (value.healthcheck === undefined || seconds === null || seconds <= timeout) continue;
      const message = `Service "${name}" is found unhealthy after ${seconds} s, and a deployment ends after ${timeout} s`;
      const help = 'Raise TIMEOUT, or lower "start_period", "interval" or "retries".';
      report({ file, path: [...path, 'healthcheck'], atKey: true, message, help, data: { seconds, timeout } });
    }
  },
};

/** Null where it is no check, or says what Docker cannot read. */
function verdictAfter({ disable, interval, retries, start_period }: { readonly [key: string]: Json }): number | null {
  if (disable === true) return null;
  const every = interval === undefined ? DEFAULTS.interval : secondsOf(interval);
  const first = start_period === undefined ? 0 : secondsOf(start_period);
  const times = retries === undefined ? DEFAULTS.retries : Number(retries);
  if (every === null || first === null || !Number.isFinite(times)) return null;
  return Math.round(first + times * every);
}

/** Of the label; timeout-label speaks of what is no number. */
function timeoutOf(recipe: Recipe): number | null {
  const label = serviceLabels(versionPlace(recipe)?.app).find(({ key }) => key === 'coop-cloud.${STACK_NAME}.timeout');
  if (label === undefined) return null;
  const seconds = interpolate(label.value, sampleEnvironment(recipe)).value;
  return /^[1-9][0-9]{0,4}$/.test(seconds) ? Number(seconds) : null;
}
