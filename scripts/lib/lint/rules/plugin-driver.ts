import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { documents } from '../documents.ts';
import { isPlugin } from '../drivers.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const pluginDriver: Rule = {
  id: 'plugin-driver',
  severity: 'warning',
  summary: 'A volume, network or log needs a plugin that Docker does not come with',
  docs: {
    why: 'A plugin runs with the rights of the engine, and must be installed on every node: without it no task starts.',
    fix: 'Use what is built in: volumes of the driver local, networks of the driver overlay, logs of json-file or local.',
    refs: ['CIS Docker 4.2', 'Docker: engine plugins', 'recipe format: conventions'],
  },
  assumes: 'convention',
  check(recipe, report) {
    for (const { file, value } of documents(recipe)) {
      for (const kind of ['volumes', 'networks'] as const) {
        for (const [key, entry] of Object.entries(mapOf(value[kind]))) {
          const { driver } = mapOf(entry);
          if (typeof driver !== 'string' || !isPlugin(kind, driver)) continue;
          const message = `${kind === 'volumes' ? 'Volume' : 'Network'} ${quote(key)} needs the plugin ${quote(driver)}`;
          const help = `Write "driver: ${kind === 'volumes' ? 'local' : 'overlay'}", or leave it out.`;
          report({ file, path: [kind, key, 'driver'], message, help, data: { driver } });
        }
      }
    }
    for (const { name, file, path, value } of services(recipe)) {
      const { driver } = mapOf(value.logging);
      if (typeof driver !== 'string' || !isPlugin('logging', driver)) continue;
      const message = `The log of service ${quote(name)} needs the plugin ${quote(driver)}`;
      const help = 'Write "json-file" or "local".';
      report({ file, path: [...path, 'logging', 'driver'], message, help, data: { driver } });
    }
  },
};
