import { mapOf } from '../../recipe/json.ts';
import { didYouMean } from '../../recipe/nearest.ts';
import type { Rule } from '../rule.ts';

export const appService: Rule = {
  id: 'app-service',
  severity: 'error',
  summary: 'No service is called "app"',
  docs: {
    why: 'The service that hosters see is called "app" in every recipe: its labels carry the version, its image the tag.',
    fix: 'Rename the service that answers requests to "app".',
    refs: ['abra R009', 'recipe format: conventions'],
  },
  check({ compose }, report) {
    const base = compose.find(({ overlay }) => overlay === '');
    if (base === undefined) return;
    const names = Object.keys(mapOf(base.value.services));
    if (names.includes('app')) return;
    const [only] = names;
    const hint = names.length === 1 ? ` Rename "${only}" to "app".` : didYouMean('app', names);
    const message = names.length === 0 ? 'There is no service' : 'No service is called "app"';
    report({ file: base.file, path: ['services'], message, help: `Call the one that hosters see "app".${hint}` });
  },
};
