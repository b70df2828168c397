import { quote } from '../../recipe/limits.ts';
import { externals, isOwn } from '../externals.ts';
import { PROXY } from '../networks.ts';
import type { Rule } from '../rule.ts';

export const foreignVolume: Rule = {
  id: 'foreign-volume',
  severity: 'error',
  summary: 'A volume or network may belong to another stack',
  docs: {
    why: "By the name of another app's volume a recipe reads all its data; by that of its network it reaches its database.",
    fix: 'Use volumes and networks of the recipe; the only shared network is "proxy".',
    refs: ['recipe format: conventions', 'threat model: theft'],
  },
  assumes: 'convention',
  check(recipe, report) {
    for (const kind of ['volumes', 'networks'] as const) {
      for (const { name, file, path } of externals(recipe, kind)) {
        // The network of the host has its own rule.
        if (isOwn(name) || (kind === 'networks' && [PROXY, 'host'].includes(name))) continue;
        const what = kind === 'volumes' ? 'Volume' : 'Network';
        const help = 'Let the stack make its own: remove "external" and "name".';
        report({ file, path, message: `${what} ${quote(name)} may belong to another stack`, help, data: { name } });
      }
    }
  },
};
