import { mapOf, valueAt } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { bytesOf, cpusOf, scalarOf } from '../../stack/quantities.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

const LEAST_CPUS = 0.001;
const LEAST_MEMORY = 4 * 1024 * 1024;

export const resourcesRefused: Rule = {
  id: 'resources-refused',
  severity: 'error',
  summary: 'An amount of CPU or memory that swarm refuses',
  docs: {
    why: 'docker stack config passes any text for cpus and any size for memory; docker stack deploy refuses less than 0.001 CPUs, less than 4 MiB, and "500m" for half a CPU, which is how Kubernetes writes it.',
    fix: 'Write CPUs as a decimal number ("0.5") and at least 4M of memory. Zero means no limit.',
    refs: ['swarmkit: validateResources', 'docker/cli opts: ParseCPUs', 'compose specification: deploy.resources'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const resources = mapOf(valueAt(value, ['deploy', 'resources']));
      for (const kind of ['limits', 'reservations']) {
        const { cpus, memory } = mapOf(resources[kind]);
        const at = (key: string) => ({ file, path: [...path, 'deploy', 'resources', kind, key] });
        const fault = cpusFault(scalarOf(cpus));
        if (fault !== null) report({ ...at('cpus'), ...fault });
        const bytes = bytesOf(scalarOf(memory));
        if (bytes === null || bytes === 0 || bytes >= LEAST_MEMORY) continue;
        const message = `Memory of ${quote(scalarOf(memory))} is less than the 4 MiB that swarm asks for`;
        report({ ...at('memory'), message, help: 'Write at least 4M.', data: { bytes } });
      }
    }
  },
};

function cpusFault(text: string): { readonly message: string; readonly help: string } | null {
  if (text === '') return null;
  const cpus = cpusOf(text);
  const help = 'Write a decimal number, e.g. "0.5".';
  if (cpus === null) return { message: `${quote(text)} is no number of CPUs`, help };
  if (Number.isNaN(cpus)) return { message: `${quote(text)} CPUs are more precise than billionths`, help };
  if (cpus === 0 || cpus >= LEAST_CPUS) return null;
  return { message: `${quote(text)} CPUs are less than the ${LEAST_CPUS} that swarm asks for`, help };
}
