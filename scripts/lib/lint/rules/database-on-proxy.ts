import { isDatabase, parseImage } from '../image.ts';
import { networksOf, PROXY } from '../networks.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const databaseOnProxy: Rule = {
  id: 'database-on-proxy',
  severity: 'error',
  summary: 'A database or cache is on the network that all apps share',
  docs: {
    why: 'Every app of the server can then reach it, and two apps that both call it "db" reach each other\'s.',
    fix: 'Put it on the recipe\'s own network "internal" only.',
    refs: ['CIS Docker 5.30', 'recipe format: conventions'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      const { image } = service.value;
      const parsed = typeof image === 'string' ? parseImage(image) : null;
      if (parsed === null || !isDatabase(parsed)) continue;
      for (const { external, path } of networksOf(service)) {
        if (external !== PROXY) continue;
        const message = `Service "${service.name}" is a database on network "${PROXY}", which all apps share`;
        report({ file: service.file, path, message, help: 'Use the network "internal" only.' });
      }
    }
  },
};
