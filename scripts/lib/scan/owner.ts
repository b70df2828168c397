import type { Owner } from '../types.ts';
import type { ImageScan } from './image-scan.ts';

/**
 * Whose a layer is. Its lowest layer is the distribution that an image is built on; what lies above it is of whoever built the
 * image: the recipe's own people, or the app's. What names no layer counts as the builder's.
 */
export function ownerOf({ layers }: Pick<ImageScan, 'layers'>, own: boolean, layer: string | null): Owner {
  if (layer !== null && layers.length > 1 && layer === layers[0]) return 'base';
  return own ? 'ours' : 'upstream';
}
