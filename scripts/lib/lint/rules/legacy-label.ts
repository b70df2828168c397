import { isMap, mapOf } from '../../recipe/json.ts';
import { serviceLabels } from '../../recipe/labels.ts';
import { quote } from '../../recipe/limits.ts';
import type { Rule } from '../rule.ts';

const LEGACY: readonly (readonly [pattern: RegExp, reader: string, help: string])[] = [
  [
    /^traefik\.(?:frontend|backend|port|protocol|weight|domain|tags|redirect)(?:\.|$)/i,
    'Traefik since 2.0 does not read',
    'Use "traefik.http.routers.…" and "traefik.http.services.…".',
  ],
  [/^traefik\.docker\./i, 'Traefik since 3.0 deprecates', 'Write "traefik.swarm." instead of "traefik.docker.".'],
  [
    /^coop-cloud\.\$\{STACK_NAME\}\.[^.]+\.version$/,
    'nobody reads any more',
    'Keep "coop-cloud.${STACK_NAME}.version" on service "app" alone.',
  ],
  [/^backupbot\.backup\.path$/, 'backup-bot-two does not read', 'Use "backupbot.backup.volumes.<volume>.path".'],
];

export const legacyLabel: Rule = {
  id: 'legacy-label',
  severity: 'info',
  summary: 'A label is one that Traefik, abra or the backup bot no longer reads',
  docs: {
    why: 'It has no effect, or stops having one with the next release. With labels of both "traefik.docker." and "traefik.swarm." Traefik 3 drops the service: "both Docker and Swarm labels are defined".',
    fix: 'Replace it by its successor, or remove it.',
    refs: ['Traefik 2 and 3: migration', 'recipe format: labels', 'Co-op Cloud: backup specification'],
  },
  check({ compose }, report) {
    for (const { file, value } of compose) {
      for (const [name, service] of Object.entries(mapOf(value.services))) {
        if (!isMap(service)) continue;
        const labels = serviceLabels(service);
        const hasSwarm = labels.some(({ key }) => /^traefik\.swarm\./i.test(key));
        for (const { key, path } of labels) {
          const found = LEGACY.find(([pattern]) => pattern.test(key));
          if (found === undefined) continue;
          const [, reader, help] = found;
          const clash = hasSwarm && /^traefik\.docker\./i.test(key);
          const message = clash
            ? `Label ${quote(key)} beside labels of "traefik.swarm." makes Traefik drop the service`
            : `Label ${quote(key)} is one that ${reader}`;
          const severity = clash ? 'warning' : 'info';
          report({ file, path: ['services', name, ...path], atKey: true, severity, message, help, data: { key } });
        }
      }
    }
  },
};
