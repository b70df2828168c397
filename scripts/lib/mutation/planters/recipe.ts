import { mapOf } from '../../recipe/json.ts';
import { VERSION_LABEL } from '../../recipe/version.ts';
import type { Recipe } from '../../types.ts';
import {
  appended,
  type Change,
  type Fault,
  inRecipe,
  inServices,
  type PlantedService,
  type Planter,
  servicesOf,
  textOf,
} from '../fault.ts';
import { changedLabel, isRouted, labelPath, ROUTER, VERSION, versionPath } from '../labels.ts';
import { firstLine, textLine, withoutFile } from '../text.ts';

/** Faults in what makes a stack a recipe. */
export const RECIPE: { readonly [rule: string]: Planter } = {
  'app-service': inRecipe((recipe) => {
    const { app, ...others } = servicesOf(recipe);
    return app === undefined ? null : { set: [[['services'], { ...others, planted: app }]], at: ['services'] };
  }),
  'config-version-missing': inRecipe(() => ({
    set: [[['configs', 'planted'], { name: '${STACK_NAME}_planted', file: 'README.md' }]],
    at: ['configs', 'planted', 'name'],
  })),
  'config-version-undeclared': inRecipe(() => ({
    set: [[['configs', 'planted'], { name: '${STACK_NAME}_planted_${PLANTED_VERSION}', file: 'README.md' }]],
    at: ['configs', 'planted', 'name'],
  })),
  'data-class-missing': inRecipe(({ metadata }) =>
    metadata === null
      ? null
      : { set: [[['volumes', 'planted'], { driver: 'local' }]], at: ['volumes', 'planted'], atKey: true },
  ),
  'description-placeholder': inRecipe(({ metadata }) =>
    metadata === null ? null : { file: 'recipe.yml', set: [[['summary'], 'TODO: describe it']], at: ['summary'] },
  ),
  'icon-unsafe': (recipe) => {
    const icon = textOf(recipe, 'icon.svg');
    const changed = icon.replace('</svg>', '\n<script>alert(1)</script>\n</svg>');
    if (changed === icon) return [];
    const line = changed.slice(0, changed.indexOf('<script>')).split('\n').length;
    return [{ changes: { 'icon.svg': changed }, at: { file: 'icon.svg', line, column: 1 } }];
  },
  'legacy-label': inServices((service) => {
    const change = appended(service, ['deploy', 'labels'], 'traefik.frontend.rule=Host:${DOMAIN}');
    return change === null ? null : { ...change, atKey: true };
  }),
  'metadata-missing': withoutFile('recipe.yml'),
  'overlay-not-offered': (recipe) =>
    textOf(recipe, '.env.sample') === ''
      ? []
      : [
          {
            changes: { 'compose.planted.yml': 'services:\n  app:\n    hostname: planted\n' },
            at: { file: 'compose.planted.yml', line: 1, column: 1 },
          },
        ],
  'proxy-network': inServices((service) => {
    if (!isRouted(service)) return null;
    return { set: [[[...service.path, 'networks'], ['internal']]], at: service.path, atKey: true };
  }),
  'readme-heading': firstLine('README.md', 'Planted words.\n'),
  'readme-html': textLine('README.md', '\n<div>planted</div>', 1),
  'release-note-missing': (recipe) => {
    const path = versionPath(recipe);
    if (recipe.version === null || path === null) return [];
    return [{ changes: { [`release/${recipe.version}`]: null }, at: { file: 'compose.yml', path } }];
  },
  'rotation-impossible': inRecipe(({ metadata }) =>
    metadata === null
      ? null
      : {
          file: 'recipe.yml',
          set: [[['trial', 'rotates'], [{ secret: 'planted' }]]],
          at: ['trial', 'rotates', 0, 'secret'],
        },
  ),
  'secret-name-too-long': inRecipe(() => ({
    set: [[['secrets', 'planted_with_a_long_name'], { external: true, name: '${STACK_NAME}_planted' }]],
    at: ['secrets', 'planted_with_a_long_name', 'name'],
  })),
  'secret-undeclared': inServices((service) => appended(service, ['secrets'], 'planted')),
  'secret-unused': inRecipe(() => ({
    set: [[['secrets', 'planted'], { external: true, name: '${STACK_NAME}_planted_${SECRET_PLANTED_VERSION}' }]],
    at: ['secrets', 'planted'],
    atKey: true,
  })),
  'secret-version-missing': inRecipe(() => ({
    set: [[['secrets', 'planted'], { external: true, name: '${STACK_NAME}_planted' }]],
    at: ['secrets', 'planted', 'name'],
  })),
  'timeout-label': (recipe) =>
    atVersion(recipe, (app) => changedLabel(app, /^coop-cloud\.\$\{STACK_NAME\}\.timeout$/, 'soon')),
  'traefik-enabled': inServices((service) => {
    const router = labelPath(service, ROUTER);
    const enabled = labelPath(service, /^traefik\.enable$/);
    if (router === null || typeof enabled?.at(-1) !== 'number') return null;
    return { set: [[enabled, 'planted=true']], at: router };
  }),
  'traefik-port': inServices((service) => changedLabel(service, /\.loadbalancer\.server\.port$/, 'planted')),
  'version-format': (recipe) => atVersion(recipe, (app) => changedLabel(app, VERSION, '1.0')),
  'version-label': (recipe) =>
    atVersion(recipe, (app) => {
      const { labels } = mapOf(app.value.deploy);
      const path = [...app.path, 'deploy', 'labels'];
      if (!Array.isArray(labels)) return { set: [[[...path, VERSION_LABEL], undefined]], at: app.path, atKey: true };
      const others = labels.filter((label) => !String(label).startsWith(`${VERSION_LABEL}=`));
      return { set: [[path, others]], at: app.path, atKey: true };
    }),
  'version-matches-image': (recipe) => atVersion(recipe, (app) => changedLabel(app, VERSION, '9.9.9+planted')),
};

/** Plants into service `app` of a recipe that has a version. */
function atVersion(recipe: Recipe, plant: (app: PlantedService) => Change | null): readonly Fault[] {
  if (recipe.version === null) return [];
  return inServices((service) => (service.name === 'app' ? plant(service) : null))(recipe);
}
