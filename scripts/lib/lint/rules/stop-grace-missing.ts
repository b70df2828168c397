import { isDatabase, parseImage } from '../image.ts';
import { keepsData } from '../mounts.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const stopGraceMissing: Rule = {
  id: 'stop-grace-missing',
  severity: 'warning',
  summary: 'A database is killed ten seconds after it was asked to stop',
  docs: {
    why: 'With every update and every restart swarm waits 10 s and then kills. A database that is still writing must repair itself at the next start, or cannot.',
    fix: 'Set stop_grace_period to what it needs under load, such as 60s.',
    refs: ['recipe format: conventions', 'compose specification: stop_grace_period'],
  },
  assumes: 'convention',
  check(recipe, report) {
    for (const service of services(recipe)) {
      const { name, file, path, value } = service;
      const image = typeof value.image === 'string' ? parseImage(value.image) : null;
      if (image === null || !isDatabase(image) || value.stop_grace_period != null || !keepsData(service)) continue;
      const message = `Database "${name}" has no "stop_grace_period": it is killed after 10 s`;
      report({ file, path, atKey: true, message, help: 'Write "stop_grace_period: 60s".' });
    }
  },
};
