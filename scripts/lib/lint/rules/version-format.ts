import { quote } from '../../recipe/limits.ts';
import { parseVersion } from '../../recipe/version.ts';
import type { Rule } from '../rule.ts';
import { versionPlace } from '../version-place.ts';

export const versionFormat: Rule = {
  id: 'version-format',
  severity: 'error',
  summary: 'The version label is not X.Y.Z+<image tag>',
  docs: {
    why: 'X tells a hoster to act, Y of new features, Z of fixes, the part behind "+" which app they get; nothing can be compared or published without it.',
    fix: 'Write three numbers without leading zeros, "+" and the tag of service app\'s image, e.g. 1.4.0+2.21-2.',
    refs: ['abra R014', 'recipe format: version', 'SemVer 2 § 10'],
  },
  check(recipe, report) {
    const place = versionPlace(recipe);
    if (place?.label == null || parseVersion(place.label.value) !== null) return;
    const { file, label } = place;
    const message = `Version ${quote(label.value)} is not X.Y.Z+<image tag>`;
    report({ file, path: label.path, message, help: 'Write it like "1.4.0+2.21-2".', data: { version: label.value } });
  },
};
