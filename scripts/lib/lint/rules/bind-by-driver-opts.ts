import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { documents } from '../documents.ts';
import type { Rule } from '../rule.ts';
import { originOf } from '../volume-options.ts';

export const bindByDriverOpts: Rule = {
  id: 'bind-by-driver-opts',
  severity: 'error',
  summary: 'A volume is in truth a folder of the host, or a share of another machine',
  docs: {
    why: 'With driver_opts a named volume is a bind mount under another name: the service that mounts it looks harmless. A share needs a server that others do not have, and often a password in the options.',
    fix: 'Remove "driver_opts": where volumes lie is the choice of whoever runs the nodes.',
    refs: ['CIS Docker 5.6', 'Docker: volume create, driver-specific options', 'recipe format: conventions'],
  },
  assumes: 'convention',
  check(recipe, report) {
    for (const { file, value } of documents(recipe)) {
      for (const [key, volume] of Object.entries(mapOf(value.volumes))) {
        const origin = originOf(volume);
        if (origin === null) continue;
        const at = { file, path: ['volumes', key, 'driver_opts', origin.option], data: { volume: key } };
        const help = 'Remove "driver_opts": hosters choose where volumes lie.';
        if (origin.kind === 'bind') {
          const message = `Volume ${quote(key)} is ${quote(origin.device)} of the host`;
          report({ ...at, message, help });
        } else {
          const message = `Volume ${quote(key)} lies on another machine (${origin.type})`;
          report({ ...at, severity: 'warning', message, help });
        }
      }
    }
  },
};
