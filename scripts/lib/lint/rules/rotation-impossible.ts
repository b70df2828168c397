import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { didYouMean } from '../../recipe/nearest.ts';
import type { Rule } from '../rule.ts';

export const rotationImpossible: Rule = {
  id: 'rotation-impossible',
  severity: 'error',
  summary: 'recipe.yml promises to replace a secret that cannot be replaced',
  docs: {
    why: 'A hoster replaces a secret by raising the version in its name. One that no compose file asks for, or whose name holds no version, stays as it is.',
    fix: 'Name a secret of the compose files whose name ends in a version, and services that exist.',
    refs: ['recipe format: recipe.yml', 'trial: rotates'],
  },
  assumes: 'metadata',
  check(recipe, report) {
    const keys = recipe.secrets.map(({ key }) => key);
    const services = new Set(recipe.compose.flatMap(({ value }) => Object.keys(mapOf(value.services))));
    for (const [index, { secret, before = [], after = [], check }] of (
      recipe.metadata?.trial.rotates ?? []
    ).entries()) {
      const path = ['trial', 'rotates', index];
      const need = recipe.secrets.find(({ key }) => key === secret);
      const data = { secret };
      if (need === undefined) {
        const message = `trial.rotates names the secret ${quote(secret)}, which no compose file asks for`;
        const help = `Name an external secret of the compose files.${didYouMean(secret, keys.slice(0, 40))}`;
        report({ file: 'recipe.yml', path: [...path, 'secret'], message, help, data });
      } else if (need.versionSetting === null) {
        const message = `Secret ${quote(secret)} cannot be replaced: its name ${quote(need.name)} holds no version`;
        const help = 'End its name in a setting such as ${SECRET_DB_PASSWORD_VERSION}.';
        report({ file: 'recipe.yml', path: [...path, 'secret'], message, help, data });
      }
      const steps = [
        ...before.map((step, at) => ({ step, place: ['before', at] })),
        ...after.map((step, at) => ({ step, place: ['after', at] })),
        ...(check === undefined ? [] : [{ step: check, place: ['check'] }]),
      ];
      for (const { step, place } of steps.filter((each) => !services.has(each.step.service))) {
        const message = `trial.rotates runs a command in the service ${quote(step.service)}, which is in no compose file`;
        const help = `Name a service of the compose files.${didYouMean(step.service, [...services].slice(0, 40))}`;
        report({
          file: 'recipe.yml',
          path: [...path, ...place, 'service'],
          message,
          help,
          data: { service: step.service },
        });
      }
    }
  },
};
