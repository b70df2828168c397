/** A recipe and the tags its images could have → a new version of it, drafted. Pure. */
import type { ImageFacts, Unknown } from '../engine/ask.ts';
import { versionPlace } from '../lint/version-place.ts';
import { parseVersion } from '../recipe/version.ts';
import type { Edit, Path, Recipe } from '../types.ts';
import { type NamedImage, renamed } from './named.ts';
import { stepBetween } from './tags.ts';

/** An image that gets another tag. */
export interface TagChange {
  readonly image: NamedImage;
  readonly from: string;
  readonly to: string;
  /** What the new tag names, when the image was pinned: then the new one is, too. */
  readonly facts: ImageFacts | Unknown | null;
}

export interface Draft {
  /** `X.Y.Z+<tag of app>` */
  readonly version: string;
  readonly edits: readonly Edit[];
  /** For `release/<version>`. */
  readonly note: string;
  /** What nobody could write by rule. */
  readonly left: readonly string[];
}

const RANK = ['patch', 'minor', 'major'] as const;

/** Null when nothing changes, or the recipe has no version that can be raised. */
export function draftUpdate(recipe: Recipe, changes: readonly TagChange[]): Draft | null {
  const place = versionPlace(recipe);
  const current = parseVersion(recipe.version ?? '');
  if (changes.length === 0 || place?.label == null || current === null) return null;
  const steps = changes.map(({ from, to }) => stepBetween(from, to));
  const step = RANK.findLast((each) => steps.includes(each)) ?? 'patch';
  const app = changes.find(({ image }) => image.service === 'app' && image.file === place.file);
  const numbers = {
    major: [current.x + 1, 0, 0],
    minor: [current.x, current.y + 1, 0],
    patch: [current.x, current.y, current.z + 1],
  }[step];
  const version = `${numbers.join('.')}+${app?.to ?? current.appTag}`;
  const label = edit(recipe, place.file, place.label.path, recipe.version ?? '', version);
  const images = changes.map(({ image, to, facts }) => ({
    image,
    edits: edit(recipe, image.file, image.path, image.text, nameWith(image, to, facts)),
  }));
  return {
    version,
    edits: [...label, ...images.flatMap(({ edits }) => edits)],
    note: noteOf(changes, step),
    left: [
      ...(label.length === 0
        ? [`${place.file}: the version label cannot be rewritten; write ${version} yourself`]
        : []),
      ...images.flatMap(({ image, edits }) =>
        edits.length === 0 ? [`${image.file}: ${image.text} cannot be rewritten safely`] : [],
      ),
    ],
  };
}

function nameWith({ text, reference }: NamedImage, tag: string, facts: TagChange['facts']): string {
  const [named = ''] = text.split('@');
  const name = named.slice(0, named.lastIndexOf(':'));
  const isPinned = !('why' in reference) && reference.digest !== null;
  return isPinned && facts !== null && 'digest' in facts ? `${name}:${tag}@${facts.digest}` : `${name}:${tag}`;
}

function edit(recipe: Recipe, name: string, path: Path, from: string, to: string): readonly Edit[] {
  const file = recipe.files.find((each) => each.path === name);
  return file === undefined ? [] : (renamed(from, to)({ file, path }) ?? []);
}

function noteOf(changes: readonly TagChange[], step: (typeof RANK)[number]): string {
  const lines = changes.map(
    ({ image, from, to }) => `- ${image.service}: ${image.text.split('@')[0]?.split(':')[0]} ${from} → ${to}.`,
  );
  const act =
    step === 'major'
      ? 'Draft: a new major version. Say here what the operator must do before and after the upgrade.'
      : 'Draft: see what its makers say of these versions, and write here what changes for a hoster.';
  return `${[...new Set(lines)].join('\n')}\n\n${act}\n`;
}
