import { quote } from '../../recipe/limits.ts';
import { quoted } from '../edit/replace.ts';
import { portsOf } from '../ports.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';
import { writtenAt } from '../written.ts';

/** "22:22" to YAML 1.2 and to Docker, 22 × 60 + 22 to YAML 1.1. */
const BASE_60 = /^[1-9][0-9]*:[0-5]?[0-9]$/;

export const unquotedPort: Rule = {
  id: 'unquoted-port',
  severity: 'info',
  summary: 'A port mapping without quotes is a number to base 60 for some tools',
  docs: {
    why: 'Docker reads 2222:22 as text; PyYAML, Ansible, Ruby and older compose read it as YAML 1.1 does, as the number 133342, and publish a port nobody asked for.',
    fix: 'Put it into quotes, or use the long form with target and published.',
    refs: ['YAML 1.1: int', 'compose specification: ports'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      for (const { path } of portsOf(service)) {
        const written = writtenAt(recipe, service.file, path);
        if (!BASE_60.test(written)) continue;
        const [hours = '', minutes = ''] = written.split(':');
        const number = Number(hours) * 60 + Number(minutes);
        const message = `Port ${quote(written).slice(1, -1)} without quotes is the number ${number} to YAML 1.1`;
        report({
          file: service.file,
          path,
          message,
          help: `Write "${written}" in quotes.`,
          data: { number },
          fix: quoted,
        });
      }
    }
  },
};
