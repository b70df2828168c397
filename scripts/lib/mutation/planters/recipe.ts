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
} from '../fault.ts';
import { changedLabel, isRouted, VERSION, versionPath } from '../labels.ts';
import { withoutFile } from './format.ts';

/** Faults in what makes a stack a recipe. */
export const RECIPE: { readonly [rule: string]: Planter } = {
  'app-service': inRecipe((recipe) => {
    const { app, ...others } = servicesOf(recipe);
    return app === undefined ? null : { set: [[['services'], { ...others, planted: app }]], at: ['services'] };
  }),
  'data-class-missing': inRecipe(({ metadata }) =>
    metadata === null
      ? null
      : { set: [[['volumes', 'planted'], { driver: 'local' }]], at: ['volumes', 'planted'], atKey: true },
  ),
  'metadata-missing': withoutFile('recipe.yml'),
  'proxy-network': inServices((service) => {
    if (!isRouted(service)) return null;
    return { set: [[[...service.path, 'networks'], ['internal']]], at: service.path, atKey: true };
  }),
  'release-note-missing': (recipe) => {
    const path = versionPath(recipe);
    if (recipe.version === null || path === null) return [];
    return [{ changes: { [`release/${recipe.version}`]: null }, at: { file: 'compose.yml', path } }];
  },
  'secret-name-too-long': inRecipe(() => ({
    set: [[['secrets', 'planted_with_a_long_name'], { external: true, name: '${STACK_NAME}_planted' }]],
    at: ['secrets', 'planted_with_a_long_name', 'name'],
  })),
  'secret-undeclared': inServices((service) => appended(service, ['secrets'], 'planted')),
  'secret-version-missing': inRecipe(() => ({
    set: [[['secrets', 'planted'], { external: true, name: '${STACK_NAME}_planted' }]],
    at: ['secrets', 'planted', 'name'],
  })),
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
