import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { mountsOf } from '../mounts.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const volumeUnused: Rule = {
  id: 'volume-unused',
  severity: 'warning',
  summary: 'A volume is declared and mounted by no service',
  docs: {
    why: 'Nothing is kept in it; the service that should have had it loses its data with the next update.',
    fix: 'Mount it under "volumes:" of the service that needs it, or remove it.',
    refs: ['compose specification: volumes'],
  },
  check(recipe, report) {
    const used = new Set(services(recipe).flatMap((service) => mountsOf(service).map(({ source }) => source)));
    for (const { file, value } of recipe.compose) {
      for (const key of Object.keys(mapOf(value.volumes))) {
        if (used.has(key)) continue;
        const message = `Volume ${quote(key)} is mounted by no service`;
        const help = 'Mount it in the service that needs it, or remove it.';
        report({ file, path: ['volumes', key], atKey: true, message, help });
      }
    }
  },
};
