/** What was tried to harden a recipe → text for a terminal. Pure. */
import type pc from 'picocolors';
import { unifiedDiff } from '../../report/diff.ts';
import { plainText } from '../../report/plain-text.ts';
import type { Recipe } from '../../types.ts';
import type { Attempt } from './harden.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** One line for each attempt, and what no file can ask of swarm. */
export function prettyAttempts(attempts: readonly Attempt[], apiVersion: string, colors: Colors): string {
  const lines = attempts.map(({ service, what, fault }) => {
    const mark = fault === null ? colors.green('kept') : colors.yellow('left');
    return `  ${mark}  ${plainText(service)}: ${plainText(what)}${fault === null ? '' : `: ${plainText(fault)}`}`;
  });
  const none = attempts.length === 0 ? ['  nothing to try: all that a compose file can give up is given up'] : [];
  const never = `  left  no-new-privileges: docker stack deploy takes it from no file (engine API ${apiVersion})`;
  return `${[...lines, ...none, never].join('\n')}\n`;
}

/** What `git apply` takes; '' when nothing was kept. */
export function hardeningPatch(before: Recipe, after: Recipe, colors: Colors): string {
  const text = ({ files }: Recipe) => files.find(({ path }) => path === 'compose.yml')?.content ?? '';
  return unifiedDiff(`${before.folder}/compose.yml`, text(before), text(after), colors);
}
