import { mapOf } from '../../recipe/json.ts';
import { didYouMean } from '../../recipe/nearest.ts';
import { documents } from '../documents.ts';
import type { Rule } from '../rule.ts';

export const dataClassMissing: Rule = {
  id: 'data-class-missing',
  severity: 'warning',
  summary: 'recipe.yml does not say what a volume holds',
  docs: {
    why: 'A hoster must know what to back up and where personal data lies.',
    fix: 'Add the volume to "data" of recipe.yml: what it holds, its class, whether it belongs in a backup.',
    refs: ['recipe format: recipe.yml', 'GDPR art. 30'],
  },
  assumes: 'metadata',
  check(recipe, report) {
    if (recipe.metadata === null) return;
    const { data } = recipe.metadata;
    const volumes = new Set<string>();
    for (const { file, value } of documents(recipe)) {
      for (const key of Object.keys(mapOf(value.volumes))) {
        volumes.add(key);
        if (data.some(({ volume }) => volume === key)) continue;
        const message = `recipe.yml does not say what volume "${key}" holds`;
        const help = `Add "- {volume: ${key}, holds: …, class: personal, backup: true}" to its "data".`;
        report({ file, path: ['volumes', key], atKey: true, message, help, data: { volume: key } });
      }
    }
    for (const [index, { volume }] of data.entries()) {
      if (volumes.has(volume)) continue;
      const message = `There is no volume "${volume}"`;
      const help = `Remove the entry.${didYouMean(volume, [...volumes].slice(0, 100))}`;
      report({ file: 'recipe.yml', path: ['data', index, 'volume'], message, help, data: { volume } });
    }
  },
};
