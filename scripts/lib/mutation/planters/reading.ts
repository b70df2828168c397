import { LIMITS } from '../../recipe/limits.ts';
import type { Json } from '../../types.ts';
import { appended, type Fault, inRecipe, inServices, type Planter } from '../fault.ts';
import { textLine, withoutFile } from '../text.ts';

/** Faults that reading a recipe finds. */
export const READING: { readonly [rule: string]: Planter } = {
  'missing-compose': withoutFile('compose.yml'),
  'yaml-syntax': textLine('compose.yml', 'planted: [', 1, 1),
  'yaml-limits': textLine('compose.yml', 'planted: !planted {}', 19),
  'yaml-duplicate-key': textLine('compose.yml', 'services: {}', 1),
  'compose-schema': inServices((service) => {
    const mount = { type: 'tmpfs', target: '/planted', tmpfs: { planted: true } };
    const change = appended(service, ['volumes'], mount);
    return change === null ? null : { ...change, at: [...change.at, 'tmpfs', 'planted'], atKey: true };
  }),
  'recipe-schema': inRecipe(({ files }) =>
    files.some(({ path }) => path === 'recipe.yml')
      ? { file: 'recipe.yml', set: [[['planted'], true]], at: ['planted'], atKey: true }
      : null,
  ),
  'maintainer-missing': metadata('maintainers', [], ['maintainers']),
  'licence-unknown': metadata('licence', 'planted', ['licence']),
  'category-unknown': metadata('category', 'planted', ['category']),
  'env-file-syntax': textLine('.env.sample', 'PLANTED=$(id)', 9),
  'recipe-limits': () => [planted({ 'planted:file': 'x' }, {}, '')],
  'file-outside-recipe': () => [planted({}, { planted: '/etc/hostname' }, 'planted')],
};

/** Faults that the runner of the rules finds. */
export const RUNNING: { readonly [rule: string]: Planter } = {
  'too-many-findings': (recipe) => {
    const services = Array.from({ length: 201 }, (_, index) => `  planted${index}: {image: planted}`);
    const text = `services:\n${services.join('\n')}\n`;
    const changes = { 'compose.planted.yml': text };
    const at = { file: 'compose.planted.yml', line: 1 };
    return text.length < LIMITS.yamlBytes && recipe.files.length > 0 ? [{ changes, at }] : [];
  },
  'history-unknown': () => [
    { changes: {}, at: { file: 'compose.yml', line: 1, column: 1 }, published: { unknown: 'planted' } },
  ],
  'waiver-expired': waiver({ rule: 'published-port', reason: 'planted by the self-test', until: '2020-01-01' }),
  'waiver-unused': waiver({ rule: 'unused-setting', reason: 'planted by the self-test', until: '2099-01-01' }),
  'waiver-unknown-rule': waiver({ rule: 'planted', reason: 'planted by the self-test', until: '2099-01-01' }),
  'waiver-not-allowed': waiver({ rule: 'privileged', reason: 'planted by the self-test', until: '2099-01-01' }),
};

/** Another value for a key of recipe.yml. */
function metadata(key: string, value: Json, at: readonly string[]): Planter {
  return inRecipe(({ files }) =>
    files.some(({ path }) => path === 'recipe.yml') ? { file: 'recipe.yml', set: [[[key], value]], at } : null,
  );
}

function waiver(item: { readonly [key: string]: Json }): Planter {
  return inRecipe(({ metadata }) => {
    if (metadata === null) return null;
    const path = ['waivers', metadata.waivers.length];
    return {
      file: 'recipe.yml',
      set: [[['waivers'], [...metadata.waivers.map((each) => ({ ...each })), item]]],
      at: path,
    };
  });
}

function planted(changes: Fault['changes'], links: NonNullable<Fault['links']>, file: string): Fault {
  return { changes, links, at: { file, line: 1, column: 1 } };
}
