/** What scanning again brought → text for a terminal: only what changed, and what could not be looked at. */
import type pc from 'picocolors';
import { plainText } from '../report/plain-text.ts';
import type { Change, Rescanned } from './rescan.ts';

type Colors = ReturnType<typeof pc.createColors>;

export function prettyRescan(
  results: readonly Rescanned[],
  unscanned: readonly { readonly recipe: string; readonly version: string | null }[],
  colors: Colors,
): string {
  const changed = results.filter((each) => each.new.length + each.gone.length > 0 || each.before !== each.after);
  const stale = results.filter((each) => each.stale !== null);
  const never = unscanned.map(nameOf).join(', ');
  return [
    ...changed.flatMap((each) => [
      `${colors.bold(nameOf(each))}  ${each.before === each.after ? each.after : `${each.before} → ${each.after}`}`,
      ...each.new.map((change) => `  ${colors.red('new')}   ${changeLine(change)}`),
      ...each.gone.map((change) => `  ${colors.green('gone')}  ${changeLine(change)}`),
    ]),
    ...stale.map((each) =>
      colors.magenta(
        `${nameOf(each)}  stale: ${plainText(each.stale ?? '')}; what was known before stands (${each.before})`,
      ),
    ),
    `${results.length} scanned again, ${changed.length} changed, ${stale.length} stale`,
    ...(unscanned.length === 0 ? [] : [colors.dim(`never scanned as they are: ${never}`)]),
    '',
  ].join('\n');
}

function nameOf({ recipe, version }: { readonly recipe: string; readonly version: string | null }): string {
  return plainText(`${recipe} ${version ?? 'no version'}`);
}

function changeLine({ image, id, package: name, severity, fixedIn }: Change): string {
  const repair = fixedIn === null ? 'nobody has repaired it' : `${fixedIn} repairs it`;
  return plainText(`${id} (${severity.toLowerCase()}) in ${name} of ${image}; ${repair}`);
}
