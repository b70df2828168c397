import { quote } from '../../recipe/limits.ts';
import { portsOf } from '../ports.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

/** What swarm does anyhow. */
const EVERY_ADDRESS = /^(?:0\.0\.0\.0|::|)$/;

export const portHostIpIgnored: Rule = {
  id: 'port-host-ip-ignored',
  severity: 'error',
  summary: 'A published port names an address to listen on, which swarm drops without a word',
  docs: {
    why: '"127.0.0.1:8080:80" listens on every address of every node: what was meant to be private is open to the world.',
    fix: 'Publish no port: give the service a route, or let others reach it over a network.',
    refs: ['CIS Docker 5.14', 'docker/cli compose/convert: ports'],
  },
  assumes: 'publication',
  check(recipe, report) {
    for (const service of services(recipe)) {
      for (const { hostIp, text, path } of portsOf(service)) {
        if (hostIp === null || EVERY_ADDRESS.test(hostIp)) continue;
        const message = `Port ${quote(text)} listens on all addresses, not on ${quote(hostIp)}`;
        const help = 'Swarm drops the address. Remove the port and use a network, or accept that it is public.';
        report({ file: service.file, path, message, help, data: { port: text } });
      }
    }
  },
};
