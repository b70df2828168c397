import { quote } from '../../recipe/limits.ts';
import { externals } from '../externals.ts';
import type { Rule } from '../rule.ts';

export const externalVolumeCreated: Rule = {
  id: 'external-volume-created',
  severity: 'info',
  summary: 'An external volume that does not exist is made, empty',
  docs: {
    why: 'For networks, secrets and configs "external: true" stops a stack that would miss them. A volume nobody looks for: with a typo in its name, or on another node, the app starts with no data.',
    fix: 'Let the stack make its volume, or make sure that the name is right on the node the task runs on.',
    refs: ['docker/cli stack/swarm: validateExternalNetworks only', 'compose specification: volumes.external'],
  },
  check(recipe, report) {
    for (const { name, file, path } of externals(recipe, 'volumes')) {
      const message = `Volume ${quote(name)} is made empty where it does not exist`;
      const atKey = path.length === 2 ? ({ atKey: true } as const) : {};
      const help = 'Let the stack make the volume: remove "external".';
      report({ file, path, ...atKey, message, help, data: { name } });
    }
  },
};
