import { mapOf } from '../../recipe/json.ts';
import { adding, composeOf, inRecipe, type Planter, servicesOf, setting } from '../fault.ts';
import { plainItem, textLine, withoutFile } from '../text.ts';

/** Faults of files that cannot be read as they are meant. */
export const FORMAT: { readonly [rule: string]: Planter } = {
  'compose-version': inRecipe((recipe) =>
    composeOf(recipe).version === undefined ? null : { set: [[['version'], undefined]], at: [] },
  ),
  'config-file-outside': inRecipe(() => ({
    set: [[['configs', 'planted'], { file: '../../etc/shadow' }]],
    at: ['configs', 'planted', 'file'],
  })),
  'interpolated-number': setting('read_only', '${PLANTED_SWITCH}'),
  'label-malformed': adding(['deploy', 'labels'], 'planted label=1'),
  'missing-env-sample': withoutFile('.env.sample'),
  'missing-readme': withoutFile('README.md'),
  'nested-interpolation': setting('hostname', '${PLANTED_HOSTNAME:-${DOMAIN}}'),
  'octal-mode': adding(['secrets'], { source: 'planted', target: 'planted', mode: 440 }, ['mode']),
  'overlay-does-not-merge': (recipe) =>
    Object.entries(servicesOf(recipe)).flatMap(([name, service]) => {
      if (mapOf(mapOf(service).healthcheck).test === undefined) return [];
      const path = ['services', name, 'healthcheck', 'test'];
      const overlay = {
        version: composeOf(recipe).version ?? '3.13',
        services: { [name]: { healthcheck: { test: ['NONE'] } } },
      };
      return [
        { changes: { 'compose.planted.yml': JSON.stringify(overlay) }, at: { file: 'compose.planted.yml', path } },
      ];
    }),
  'quotes-in-value': adding(['environment'], 'PLANTED="value"'),
  'setting-undescribed': textLine('.env.sample', '\nPLANTED_SETTING=1', 1),
  'stack-schema': inRecipe(() => ({ set: [[['planted'], {}]], at: ['planted'], atKey: true })),
  'unescaped-dollar': setting('hostname', 'costs-5$'),
  'unknown-variable': setting('hostname', '${PLANTED_HOSTNAME}'),
  'unquoted-port': plainItem('ports', '8022:22'),
  'unused-setting': textLine('.env.sample', 'PLANTED_SETTING=1', 1),
  'variable-in-key': inRecipe((recipe) => {
    const [name] = Object.keys(servicesOf(recipe));
    if (name === undefined || composeOf(recipe)['x-planted'] !== undefined) return null;
    const at = ['x-planted', '${STACK_NAME}.key'];
    return { set: [[at, 'value']], at, atKey: true };
  }),
};
