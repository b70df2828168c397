import { mapOf } from '../../recipe/json.ts';
import { serviceLabels } from '../../recipe/labels.ts';
import { mountsOf } from '../mounts.ts';
import type { Rule } from '../rule.ts';
import { type Service, services } from '../services.ts';

export const backupUncovered: Rule = {
  id: 'backup-uncovered',
  severity: 'warning',
  summary: 'A volume that belongs in a backup is in none',
  docs: {
    why: 'recipe.yml promises that the data is backed up. The backup bot takes the volumes of services with the label backupbot.backup=true, and of those all but the ones that a label leaves out.',
    fix: 'Add "backupbot.backup=${ENABLE_BACKUPS:-true}" to the deploy.labels of the service with the volume; or say "backup: false".',
    refs: ['recipe format: labels', 'Co-op Cloud: backup specification', 'GDPR art. 32'],
  },
  assumes: 'metadata',
  check(recipe, report) {
    const covered = new Set(services(recipe).flatMap(coveredBy));
    const known = new Set(recipe.compose.flatMap(({ value }) => Object.keys(mapOf(value.volumes))));
    for (const [index, { volume, backup }] of (recipe.metadata?.data ?? []).entries()) {
      // A volume that is not there is told by data-class-missing.
      if (!backup || covered.has(volume) || !known.has(volume)) continue;
      const message = `Volume "${volume}" belongs in a backup, and no label puts it there`;
      const help = 'Add "backupbot.backup=${ENABLE_BACKUPS:-true}" to the deploy.labels of its service.';
      report({ file: 'recipe.yml', path: ['data', index, 'volume'], message, help, data: { volume } });
    }
  },
};

function coveredBy(service: Service): readonly string[] {
  const labels = new Map(serviceLabels(service.value).map(({ key, value }) => [key, value.toLowerCase()] as const));
  if (labels.get('backupbot.backup') !== 'true') return [];
  return mountsOf(service).flatMap(({ kind, source }) =>
    kind === 'volume' && source !== null && labels.get(`backupbot.backup.volumes.${source}`) !== 'false'
      ? [source]
      : [],
  );
}
