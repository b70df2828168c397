import type { RungId, TrialReport } from '../types.ts';

/** What to type to see the same again, and nothing else. Every part of it has passed as a name. */
export function againCommand(
  { subject, trial }: Pick<TrialReport, 'subject' | 'trial'>,
  rungs: readonly RungId[],
): string {
  const { variant, from, rehearsed } = trial;
  return [
    `npm run trial -- ${subject.recipe}`,
    ...(rungs.length === 0 ? [] : [`--rung ${rungs.join(',')}`]),
    ...(from === undefined ? [] : [`--from ${from}`]),
    ...(variant === undefined ? [] : [`--variant ${variant}`]),
    ...(rehearsed ? ['--stand-ins'] : []),
  ].join(' ');
}
