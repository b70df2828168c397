import { quote } from '../../recipe/limits.ts';
import type { RecipeFile } from '../../types.ts';
import { publishedOwn } from '../published.ts';
import type { Rule } from '../rule.ts';
import { versionPlace } from '../version-place.ts';

/** What may be better said after it was published; certificates are no part of a recipe's files at all. */
const PROSE = /^(?:[^/]+\.md|release\/.+|recipe\.yml|vex\.json|icon\.(?:svg|png))$/;

export const versionAlreadyPublishedDiffers: Rule = {
  id: 'version-already-published-differs',
  severity: 'error',
  summary: 'A file that is deployed differs from the version published under the same label',
  docs: {
    why: 'A version is a promise of exact bytes: what was tested, certified and installed as 1.2.0 must be what the next hoster gets as 1.2.0.',
    fix: 'Raise the version in the label and write its release note, or take the change back. Prose, metadata and the icon may change.',
    refs: ['recipe format: version'],
  },
  waivable: false,
  check(recipe, report, { published }) {
    const own = publishedOwn(recipe, published);
    const place = versionPlace(recipe);
    if (own === null || place?.label == null) return;
    const before = new Map(own.files.map((file) => [file.path, file]));
    const now = new Map(recipe.files.map((file) => [file.path, file]));
    const help = 'Raise the version in the label, or take the change back.';
    const data = { version: own.version, commit: own.commit };
    for (const path of [...new Set([...before.keys(), ...now.keys()])].sort()) {
      const [old, current] = [before.get(path), now.get(path)];
      if (PROSE.test(path) || (old?.sha256 === current?.sha256 && old?.executable === current?.executable)) continue;
      const message = `${quote(path)} ${differenceOf(old, current)} the published version "${own.version}"`;
      if (current === undefined) report({ file: place.file, path: place.label.path, message, help, data });
      else report({ file: path, line: firstDifference(old, current), message, help, data });
    }
  },
};

function differenceOf(old: RecipeFile | undefined, current: RecipeFile | undefined): string {
  if (old === undefined) return 'is not in';
  if (current === undefined) return 'is missing, unlike in';
  return old.sha256 === current.sha256 ? 'has another mode than in' : 'differs from';
}

/** 1-based. */
function firstDifference(old: RecipeFile | undefined, current: RecipeFile): number {
  if (old?.encoding !== 'utf8' || current.encoding !== 'utf8') return 1;
  const [before, now] = [old.content.split('\n'), current.content.split('\n')];
  const index = now.findIndex((line, at) => line !== before[at]);
  return index === -1 ? now.length : index + 1;
}
