/** Tags → digests, written behind them. Reading registries is the caller's; this decides. Pure. */
import type { ImageFacts, Unknown } from '../engine/ask.ts';
import type { Edit, Recipe } from '../types.ts';
import { type NamedImage, renamed } from './named.ts';

export type PinState =
  /** It had none, and gets one. */
  | 'pinned'
  /** Its digest is what the tag names. */
  | 'same'
  /** The tag names other bytes now than those that are pinned. */
  | 'moved'
  /** It is no image of a registry, or its name cannot be rewritten. */
  | 'left'
  | 'unknown';

export interface Pin {
  readonly file: string;
  readonly service: string;
  readonly image: string;
  readonly state: PinState;
  readonly digest: string | null;
  readonly platforms: readonly string[];
  /** Why it was left, or could not be told. */
  readonly why: string | null;
  readonly edits: readonly Edit[];
}

/** What becomes of one image. `asked`: what its registry says of its tag; null when it was not asked. */
export function pinOf(recipe: Recipe, image: NamedImage, asked: ImageFacts | Unknown | null): Pin {
  const { file, service, text, reference } = image;
  const told = { file, service, image: text, digest: null, platforms: [], why: null, edits: [] };
  if ('why' in reference) return { ...told, state: 'left', why: reference.why };
  if (reference.tag === null) return { ...told, state: 'left', why: 'it has no tag: people cannot tell what it is' };
  if (asked === null || 'error' in asked) return { ...told, state: 'unknown', why: asked?.error ?? 'nobody was asked' };
  const { digest, platforms } = asked;
  const known = { ...told, digest, platforms };
  if (reference.digest === digest) return { ...known, state: 'same' };
  if (reference.digest !== null) return { ...known, state: 'moved', why: `it is pinned to ${reference.digest}` };
  const target = recipe.files.find(({ path }) => path === file);
  const edits = target === undefined ? null : renamed(text, `${text}@${digest}`)({ file: target, path: image.path });
  if (edits === null)
    return { ...known, state: 'left', why: 'its name is written in a way that cannot be changed safely' };
  return { ...known, state: 'pinned', edits };
}

/** Architectures that recipe.yml promises and no image of a service has. */
export function missingArchitectures(recipe: Recipe, pins: readonly Pin[]): readonly string[] {
  const promised = recipe.metadata?.architectures ?? [];
  return promised.flatMap((architecture) =>
    pins
      .filter(({ platforms }) => platforms.length > 0 && !platforms.some((each) => isFor(each, architecture)))
      .map(({ image }) => `recipe.yml promises ${architecture}, and ${image} has none for it`),
  );
}

/** `linux/arm/v7` is what recipe.yml calls armv7. */
function isFor(platform: string, architecture: string): boolean {
  const [os, name, variant] = platform.split('/');
  return os === 'linux' && (name === architecture || `${name}${variant ?? ''}` === architecture);
}
