import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { scalarOf } from '../../stack/quantities.ts';
import { portsOf } from '../ports.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const dnsrrWithIngress: Rule = {
  id: 'dnsrr-with-ingress',
  severity: 'error',
  summary: 'A service without a virtual address publishes a port through the mesh',
  docs: {
    why: "docker stack deploy refuses it: port published with ingress mode can't be used with dnsrr mode.",
    fix: 'Publish in long form with "mode: host", or leave "endpoint_mode" out.',
    refs: ['swarmkit: validateEndpointSpec', 'compose specification: deploy.endpoint_mode'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      if (scalarOf(mapOf(service.value.deploy).endpoint_mode).toLowerCase() !== 'dnsrr') continue;
      for (const { path, text, mode } of portsOf(service)) {
        if (mode === 'host') continue;
        const message = `Port ${quote(text)} needs the virtual address that "endpoint_mode: dnsrr" takes away`;
        const help = 'Publish it in long form with "mode: host", or remove "endpoint_mode".';
        report({ file: service.file, path, message, help });
      }
    }
  },
};
