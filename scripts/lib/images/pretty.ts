import type pc from 'picocolors';
import { plainText } from '../report/plain-text.ts';
import type { Pin, PinState } from './pin.ts';

type Colors = ReturnType<typeof pc.createColors>;

const WORDS: { readonly [state in PinState]: string } = {
  pinned: 'pinned',
  same: 'as pinned',
  moved: 'MOVED',
  left: 'left alone',
  unknown: 'unknown',
};

/** One line for each image, what must be done below. */
export function prettyPins(
  recipe: string,
  pins: readonly Pin[],
  { missing, check }: { readonly missing: readonly string[]; readonly check: boolean },
  colors: Colors,
): string {
  const paint = {
    pinned: check ? colors.red : colors.green,
    same: colors.green,
    moved: colors.red,
    left: colors.dim,
    unknown: colors.yellow,
  };
  const lines = pins.map(({ service, image, state, digest, platforms, why }) => {
    const word = state === 'pinned' && check ? 'not pinned' : WORDS[state];
    const about = why ?? `${digest?.slice(0, 19)}…, ${platforms.join(' ')}`;
    return `  ${service.padEnd(10)} ${plainText(image.split('@')[0] ?? '')}  ${paint[state](word)}  ${colors.dim(plainText(about))}`;
  });
  const wrote = !check && pins.some(({ state }) => state === 'pinned');
  return [
    colors.bold(recipe),
    ...lines,
    ...missing.map((each) => `  ${colors.yellow(plainText(each))}`),
    ...(wrote
      ? [`  ${colors.dim('next:')} npm run lint -- ${recipe} (a version that is published needs a new label)`]
      : []),
    '',
  ].join('\n');
}
