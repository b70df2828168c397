import { quote } from '../../recipe/limits.ts';
import { didYouMean } from '../../recipe/nearest.ts';
import { portsOf } from '../ports.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

const VALUES = { mode: ['ingress', 'host'], protocol: ['tcp', 'udp', 'sctp'] } as const;

export const portValueUnknown: Rule = {
  id: 'port-value-unknown',
  severity: 'warning',
  summary: 'A port in long form has a mode or protocol that swarm does not know',
  docs: {
    why: 'docker stack deploy takes any text and falls back without a word: to TCP, and to a port that is open on every node.',
    fix: 'Write mode "ingress" or "host", protocol "tcp", "udp" or "sctp".',
    refs: ['docker/cli compose/convert: convertEndpointSpec', 'compose specification: ports, long syntax'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      for (const { long, path, ...port } of portsOf(service)) {
        if (long === null) continue;
        for (const key of ['mode', 'protocol'] as const) {
          const values: readonly string[] = VALUES[key];
          if (values.includes(port[key])) continue;
          const message = `Swarm knows no ${key} ${quote(port[key])} and takes "${values[0]}"`;
          const help = `Write ${values.map((value) => `"${value}"`).join(' or ')}.${didYouMean(port[key], values)}`;
          report({ file: service.file, path: [...path, key], message, help });
        }
      }
    }
  },
};
