/** Where things are: paths are relative to the site's root, without a leading slash. */
import type { CatalogueVersion } from './model.ts';

/** Where a version's page and files live. */
export function versionFolder(version: Pick<CatalogueVersion, 'recipe' | 'version'>): string {
  return `r/${version.recipe}/${version.version}`;
}

/** `address`: of the site, with a slash at the end. A `+` stays as it is: it is itself in a path. */
export function wholeAddress(address: string, path: string): string {
  return new URL(path, address).href;
}
