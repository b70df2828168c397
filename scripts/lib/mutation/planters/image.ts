import { inServices, type Planter, setting } from '../fault.ts';

/** Faults in what says which bytes run. */
export const IMAGE: { readonly [rule: string]: Planter } = {
  'image-missing': inServices(({ path }) => ({ set: [[[...path, 'image'], undefined]], at: path, atKey: true })),
  'image-name-malformed': setting('image', 'ghcr.io/Planted/Image;rm -rf'),
  'image-tag-floating': setting('image', 'ghcr.io/planted/image:latest'),
  'image-untagged': setting('image', 'ghcr.io/planted/image'),
};
