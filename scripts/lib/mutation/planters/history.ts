import { mapOf } from '../../recipe/json.ts';
import { parseVersion } from '../../recipe/version.ts';
import type { PublishedVersion, Recipe } from '../../types.ts';
import { composeOf, type Fault, inServices, type Planter, textOf } from '../fault.ts';
import { changedLabel, VERSION, versionPath } from '../labels.ts';

/** Faults that show only beside what is published. */
export const HISTORY: { readonly [rule: string]: Planter } = {
  'config-version-not-bumped': (recipe) =>
    Object.entries(mapOf(composeOf(recipe).configs)).flatMap(([key, entry]): readonly Fault[] => {
      const { file, name } = mapOf(entry);
      if (typeof file !== 'string' || typeof name !== 'string' || recipe.version === null) return [];
      const path = file.replace(/^(?:\.\/)+/, '');
      const text = textOf(recipe, path);
      if (text === '') return [];
      const published = { versions: [asPublished({ ...recipe, version: '0.0.0+planted' })] };
      const at = { file: 'compose.yml', path: ['configs', key, 'name'] };
      return [{ changes: { [path]: `${text}# planted\n` }, at, published }];
    }),
  'database-major-jump': (recipe) => {
    const version = recipe.version === null ? null : parseVersion(recipe.version);
    if (version === null) return [];
    const label = `${version.x}.${version.y}.${version.z + 1}+${version.appTag}`;
    const plant = inServices(({ path, value }) => {
      const [, name, major] = /^((?:.*\/)?(?:postgres|mariadb|mongo)):([0-9]+)/.exec(String(value.image)) ?? [];
      if (name === undefined) return null;
      const app = {
        recipe,
        name: 'app',
        path: ['services', 'app'],
        value: mapOf(mapOf(composeOf(recipe).services).app),
      };
      const at = [...path, 'image'];
      return { set: [[at, `${name}:${Number(major) + 1}`], ...(changedLabel(app, VERSION, label)?.set ?? [])], at };
    });
    return plant(recipe).map((fault) => ({ ...fault, published: { versions: [asPublished(recipe)] } }));
  },
  'version-already-published-differs': (recipe) => {
    const text = textOf(recipe, 'compose.yml');
    if (recipe.version === null || !text.endsWith('\n')) return [];
    const at = { file: 'compose.yml', line: text.split('\n').length };
    const published = { versions: [asPublished(recipe)] };
    return [{ changes: { 'compose.yml': `${text}# planted\n` }, at, published }];
  },
  'version-not-increased': (recipe) => {
    const path = versionPath(recipe);
    if (recipe.version === null || path === null) return [];
    const published = { versions: [asPublished({ ...recipe, version: '999.0.0+planted' })] };
    return [{ changes: {}, at: { file: 'compose.yml', path }, published }];
  },
};

/** The recipe as it is, as if the main line had published it. */
function asPublished({ version, files }: Recipe): PublishedVersion {
  return { version: version ?? '', commit: '0'.repeat(40), publishedAt: '2020-01-01T00:00:00.000Z', files };
}
