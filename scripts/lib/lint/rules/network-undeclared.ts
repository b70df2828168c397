import { quote } from '../../recipe/limits.ts';
import { didYouMean } from '../../recipe/nearest.ts';
import { declared } from '../documents.ts';
import { networksOf } from '../networks.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const networkUndeclared: Rule = {
  id: 'network-undeclared',
  severity: 'error',
  summary: 'A service joins a network that no top-level entry declares',
  docs: {
    why: 'docker stack config passes the file and docker stack deploy refuses it: undefined network. Only "default" needs no declaration.',
    fix: 'Declare it under the top-level "networks:", or correct the name.',
    refs: ['docker/cli compose/convert: convertServiceNetworks', 'compose specification: networks'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      const networks = declared(service.document, 'networks');
      for (const { key, path } of networksOf(service)) {
        if (key === 'default' || Object.hasOwn(networks, key)) continue;
        const message = `Network ${quote(key)} is not declared`;
        const help = `Declare it under the top-level "networks:".${didYouMean(key, Object.keys(networks).slice(0, 40))}`;
        const atKey = typeof path.at(-1) === 'string' ? ({ atKey: true } as const) : {};
        report({ file: service.file, path, ...atKey, message, help, data: { network: key } });
      }
    }
  },
};
