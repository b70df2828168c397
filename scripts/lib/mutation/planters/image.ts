import { applyEdits } from '../../lint/edit/apply.ts';
import { rewrite } from '../../lint/edit/replace.ts';
import { mapOf } from '../../recipe/json.ts';
import { type Fault, inRecipe, inServices, type Planter, servicesOf, setting } from '../fault.ts';

/** Faults in what says which bytes run. */
export const IMAGE: { readonly [rule: string]: Planter } = {
  'architecture-undeclared': (recipe) =>
    recipe.metadata === null ? [] : setting('image', 'ghcr.io/planted/image:1.0-arm32v7')(recipe),
  'image-anchor': (recipe) => {
    const file = recipe.files.find(({ path }) => path === 'compose.yml');
    return Object.entries(servicesOf(recipe)).flatMap(([name, service]): readonly Fault[] => {
      const path = ['services', name];
      const { image } = mapOf(service);
      const edits = file && rewrite(() => '*planted')({ file, path: [...path, 'image'] });
      if (file === undefined || edits == null) return [];
      const text = `x-planted: &planted ${JSON.stringify(image)}\n${applyEdits(file.content, edits)}`;
      return [{ changes: { [file.path]: text }, at: { file: file.path, path, atKey: true } }];
    });
  },
  'image-digest-malformed': setting('image', 'ghcr.io/planted/image:1.0@sha256:0123'),
  'image-digest-missing': inRecipe((recipe) => {
    const [first, second] = Object.keys(servicesOf(recipe));
    if (first === undefined || second === undefined) return null;
    const pinned = `ghcr.io/planted/image:1.0@sha256:${'0'.repeat(64)}`;
    return { set: [[['services', first, 'image'], pinned]], at: ['services', second, 'image'] };
  }),
  'image-missing': inServices(({ path }) => ({ set: [[[...path, 'image'], undefined]], at: path, atKey: true })),
  'image-name-malformed': setting('image', 'ghcr.io/Planted/Image;rm -rf'),
  'image-name-suspicious': setting('image', 'postgrse:17.5'),
  'image-registry-unknown': setting('image', 'registry.planted.example/image:1.0'),
  'image-tag-floating': setting('image', 'ghcr.io/planted/image:latest'),
  'image-tag-unversioned': setting('image', 'ghcr.io/planted/image:planted'),
  'image-tag-variable': setting('image', 'ghcr.io/planted/image:${PLANTED_TAG}'),
  'image-untagged': setting('image', 'ghcr.io/planted/image'),
};
