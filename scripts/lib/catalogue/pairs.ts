/** Which versions of a recipe are compared on a page of their own. Pure. */
import { parseVersion } from '../recipe/version.ts';

export interface Pair<Version> {
  readonly from: Version;
  readonly to: Version;
}

/** Each version with the one before it, and the last of the previous X with the newest. `versions`: newest first. */
export function comparedPairs<Version extends { readonly version: string }>(
  versions: readonly Version[],
): readonly Pair<Version>[] {
  const pairs = versions.slice(1).map((from, index) => ({ from, to: versions[index] as Version }));
  const [newest] = versions;
  const major = newest === undefined ? undefined : parseVersion(newest.version)?.x;
  const before = versions.findIndex(({ version }) => (parseVersion(version)?.x ?? major) !== major);
  const from = versions[before];
  return newest === undefined || from === undefined || before < 2 ? pairs : [...pairs, { from, to: newest }];
}

/** Where the page of a pair lies, relative to the site's root. */
export function pairFolder(recipe: string, { from, to }: Pair<{ readonly version: string }>): string {
  return `r/${recipe}/diff/${from.version}...${to.version}`;
}
