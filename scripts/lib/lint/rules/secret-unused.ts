import { isMap, mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import type { Json } from '../../types.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const secretUnused: Rule = {
  id: 'secret-unused',
  severity: 'warning',
  summary: 'A secret or config is declared and given to no service',
  docs: {
    why: 'A hoster makes the secret and looks after it, and nothing reads it; or the service that should have got it does without.',
    fix: 'Name it under "secrets:" or "configs:" of the service that needs it, or remove it.',
    refs: ['compose specification: secrets'],
  },
  check(recipe, report) {
    for (const kind of ['secrets', 'configs'] as const) {
      const used = new Set(services(recipe).flatMap(({ value }) => sources(value[kind])));
      if (kind === 'configs') {
        for (const { value } of services(recipe)) used.add(mapOf(value.credential_spec).config);
      }
      for (const { file, value } of recipe.compose) {
        for (const key of Object.keys(mapOf(value[kind]))) {
          if (used.has(key)) continue;
          const message = `${kind === 'secrets' ? 'Secret' : 'Config'} ${quote(key)} is used by no service`;
          const help = `Name it under "${kind}:" of the service that needs it, or remove it.`;
          report({ file, path: [kind, key], atKey: true, message, help });
        }
      }
    }
  },
};

function sources(uses: Json | undefined): readonly (Json | undefined)[] {
  return Array.isArray(uses) ? uses.map((use: Json) => (isMap(use) ? use.source : use)) : [];
}
