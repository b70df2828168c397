import { parseVersion } from '../../recipe/version.ts';
import type { PublishedVersion } from '../../types.ts';
import type { Rule } from '../rule.ts';
import { versionPlace } from '../version-place.ts';

export const versionNotIncreased: Rule = {
  id: 'version-not-increased',
  severity: 'error',
  summary: 'The version is not higher than one that is published already',
  docs: {
    why: 'Hosters are offered the highest version: this one would never reach them, or two would share a number and be told apart by the tag of the app alone.',
    fix: 'Raise X when the operator must act, Y for features, Z for fixes; the part behind "+" does not count.',
    refs: ['recipe format: version', 'SemVer 2 § 11'],
  },
  check(recipe, report, { published }) {
    const place = versionPlace(recipe);
    if (recipe.version === null || place?.label == null) return;
    const others = published.filter(({ version }) => version !== recipe.version);
    const highest = others.reduce<string | null>(higher, null);
    if (highest === null || compareNumbers(recipe.version, highest) > 0) return;
    const { x = 0, y = 0, z = 0 } = parseVersion(highest) ?? {};
    const message = `Version "${recipe.version}" is not higher than "${highest}", which is published`;
    const help = `Raise it to "${x}.${y}.${z + 1}+${parseVersion(recipe.version)?.appTag}" or higher.`;
    report({ file: place.file, path: place.label.path, message, help, data: { version: recipe.version, highest } });
  },
};

function higher(highest: string | null, { version }: PublishedVersion): string {
  return highest === null || compareNumbers(version, highest) > 0 ? version : highest;
}

function compareNumbers(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  return left.x - right.x || left.y - right.y || left.z - right.z;
}
