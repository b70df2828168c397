import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { isRemoteLog } from '../drivers.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const remoteLogDriver: Rule = {
  id: 'remote-log-driver',
  severity: 'warning',
  summary: 'A service sends its log to another machine',
  docs: {
    why: 'Logs hold names, addresses and sometimes passwords. Where they go is the choice of whoever runs the server; and where the receiver is away, the container does not start.',
    fix: 'Use json-file or local, and let hosters collect logs from there.',
    refs: ['Docker: logging drivers', 'GDPR art. 28'],
  },
  assumes: 'convention',
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const { driver, options } = mapOf(value.logging);
      const address = mapOf(options)['syslog-address'];
      if (typeof driver !== 'string' || !isRemoteLog(driver, typeof address === 'string' ? address : '')) continue;
      const message = `Log driver ${quote(driver)} sends every line to another machine`;
      const help = 'Write "json-file" or "local".';
      report({ file, path: [...path, 'logging', 'driver'], message, help, data: { driver } });
    }
  },
};
