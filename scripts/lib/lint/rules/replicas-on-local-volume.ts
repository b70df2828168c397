import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { declared, externalName } from '../documents.ts';
import { mountsOf } from '../mounts.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';
import { originOf } from '../volume-options.ts';

export const replicasOnLocalVolume: Rule = {
  id: 'replicas-on-local-volume',
  severity: 'warning',
  summary: 'Several tasks of a service write to a volume that each node has its own of',
  docs: {
    why: 'A local volume is another one on every node: each task sees other data. Where two tasks run on one node, they write to the same files without knowing of each other.',
    fix: 'Run one task, or let the tasks share what all nodes reach: a database, an object store.',
    refs: ['Docker: volumes, swarm services', 'compose specification: deploy.replicas'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      const { name, file, path, value } = service;
      const { replicas, mode } = mapOf(value.deploy);
      if (!(Number(replicas) > 1) || (mode !== undefined && mode !== 'replicated')) continue;
      const volumes = declared(service.document, 'volumes');
      const local = mountsOf(service).find(({ kind, source, readOnly }) => {
        if (kind !== 'volume' || source === null || readOnly || !Object.hasOwn(volumes, source)) return false;
        const { driver = 'local' } = mapOf(volumes[source]);
        // "{{.Task.Slot}}" in its name gives each task its own.
        const hasOwn = String(mapOf(volumes[source]).name ?? '').includes('{{');
        const shared = originOf(volumes[source])?.kind === 'remote' || externalName(source, volumes[source]) !== null;
        return driver === 'local' && !hasOwn && !shared;
      });
      if (local === undefined || (value.volumes === undefined && value.deploy === undefined)) continue;
      const isHere = mapOf(value.deploy).replicas !== undefined;
      const message = `${Number(replicas)} tasks of service "${name}" write to volume ${quote(local.source ?? '')}, of which each node has its own`;
      const help = 'Run one task, or share a database or an object store instead.';
      report({ file, path: isHere ? [...path, 'deploy', 'replicas'] : path, message, help });
    }
  },
};
