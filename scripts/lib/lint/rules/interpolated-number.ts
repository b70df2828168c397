import { interpolate } from '../../recipe/interpolate.ts';
import { valueAt } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import type { Path } from '../../types.ts';
import { sampleEnvironment } from '../documents.ts';
import type { Rule } from '../rule.ts';
import { variablesOf } from '../variables.ts';

type Kind = 'whole number' | 'number' | 'boolean' | 'text';

/** Where Docker makes a number or boolean of a text with a variable; `text`: where it needs one and makes none. `*`: any key. */
const PLACES: readonly (readonly [path: string, kind: Kind])[] = [
  ['services.*.read_only', 'boolean'],
  ['services.*.privileged', 'boolean'],
  ['services.*.tty', 'boolean'],
  ['services.*.stdin_open', 'boolean'],
  ['services.*.init', 'text'],
  ['services.*.healthcheck.disable', 'boolean'],
  ['services.*.healthcheck.retries', 'whole number'],
  ['services.*.ports.*.target', 'whole number'],
  ['services.*.ports.*.published', 'whole number'],
  ['services.*.configs.*.mode', 'whole number'],
  ['services.*.secrets.*.mode', 'whole number'],
  ['services.*.ulimits.*', 'whole number'],
  ['services.*.ulimits.*.soft', 'whole number'],
  ['services.*.ulimits.*.hard', 'whole number'],
  ['services.*.volumes.*.read_only', 'boolean'],
  ['services.*.volumes.*.volume.nocopy', 'boolean'],
  ['services.*.volumes.*.tmpfs.size', 'text'],
  ['services.*.deploy.replicas', 'whole number'],
  ['services.*.deploy.update_config.parallelism', 'whole number'],
  ['services.*.deploy.update_config.max_failure_ratio', 'number'],
  ['services.*.deploy.rollback_config.parallelism', 'whole number'],
  ['services.*.deploy.rollback_config.max_failure_ratio', 'number'],
  ['services.*.deploy.restart_policy.max_attempts', 'whole number'],
  ['services.*.deploy.placement.max_replicas_per_node', 'whole number'],
  ['services.*.deploy.resources.limits.pids', 'text'],
  ['services.*.deploy.resources.reservations.generic_resources.*.discrete_resource_spec.value', 'text'],
  ['networks.*.external', 'boolean'],
  ['networks.*.internal', 'boolean'],
  ['networks.*.attachable', 'boolean'],
  ['volumes.*.external', 'boolean'],
  ['secrets.*.external', 'boolean'],
  ['configs.*.external', 'boolean'],
];
const SPLIT = PLACES.map(([path, kind]) => ({ steps: path.split('.'), kind }));

const FORMS = {
  'whole number': /^[+-]?[0-9]{1,18}$/,
  number: /^[+-]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?$/i,
  boolean: /^(?:true|false|y|n|yes|no|on|off)$/i,
} as const;

export const interpolatedNumber: Rule = {
  id: 'interpolated-number',
  severity: 'error',
  summary: 'A variable stands where Docker needs a number or boolean and gives none',
  docs: {
    why: 'docker stack deploy stops with "failed to cast to expected type", or with "must be a integer" at the places where it casts nothing: init, pids, the size of a tmpfs.',
    fix: 'Give the variable a value in .env.sample or a default that is a number, as in "${REPLICAS:-1}"; write numbers out where Docker takes no variable.',
    refs: ['docker/cli compose/loader: interpolateTypeCastMapping', 'recipe format: traps'],
  },
  check(recipe, report) {
    const environment = sampleEnvironment(recipe);
    for (const compose of recipe.compose) {
      // A text with two variables is told twice and found once.
      for (const { path } of variablesOf(compose)) {
        const kind = kindAt(path);
        const text = kind === null ? undefined : valueAt(compose.value, path);
        if (kind === null || typeof text !== 'string') continue;
        const key = quote(String(path.findLast((step) => typeof step === 'string')));
        const filled = interpolate(text, environment).value;
        if (kind !== 'text' && FORMS[kind].test(filled)) continue;
        const message =
          kind === 'text'
            ? `${key} takes no variable, ${quote(text)} stays a text`
            : `${key} needs a ${kind}, ${quote(text)} gives ${quote(filled)}`;
        const help = kind === 'text' ? 'Write the value out.' : 'Set it in .env.sample, or give it a default.';
        report({ file: compose.file, path, message, help, data: { value: text } });
      }
    }
  },
};

function kindAt(path: Path): Kind | null {
  for (const { steps, kind } of SPLIT) {
    if (steps.length === path.length && steps.every((step, at) => step === '*' || step === path[at])) return kind;
  }
  return null;
}
