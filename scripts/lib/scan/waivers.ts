import { locate } from '../recipe/locate.ts';
import { isOfScan } from '../recipe/scan-rules.ts';
import type { Finding, Recipe } from '../types.ts';

/** A waiver of something that a scan finds. */
export interface ScanWaiver {
  readonly rule: string;
  readonly reason: string;
  readonly until: string;
  /** The only service it is for, or null. */
  readonly service: string | null;
  /** Its day has not passed. */
  readonly holds: boolean;
  readonly index: number;
}

/** `today`: YYYY-MM-DD. */
export function scanWaivers({ metadata }: Recipe, today: string): readonly ScanWaiver[] {
  return (metadata?.waivers ?? []).flatMap(({ rule, reason, until, path }, index) => {
    if (!isOfScan(rule)) return [];
    const service = /^services\.([^.[]+)/.exec(path ?? '')?.[1] ?? null;
    return [{ rule, reason, until, service, holds: until >= today, index }];
  });
}

/** What is wrong with the waivers themselves. `found`: rules and ids that the scan came upon, waived or not. */
export function waiverFindings(
  recipe: Recipe,
  waivers: readonly ScanWaiver[],
  found: ReadonlySet<string>,
): readonly Finding[] {
  return waivers.flatMap((waiver) => {
    const { rule, holds, index } = waiver;
    if (holds && found.has(rule)) return [];
    const path = ['waivers', index];
    const file = recipe.files.find((each) => each.path === 'recipe.yml');
    const place = file === undefined ? null : locate(file, recipe.folder, path);
    return [{ step: 'scan', ...(holds ? unused(waiver) : expired(waiver)), path, place, data: { rule } } as const];
  });
}

function unused({ rule }: ScanWaiver) {
  const message = `There is nothing of "${rule}" to waive`;
  return { rule: 'waiver-unused', severity: 'warning', message, help: 'Remove the waiver.' } as const;
}

function expired({ rule, until }: ScanWaiver) {
  const message = `The waiver of "${rule}" ended on ${until}`;
  const help = 'Repair what it covered, or renew it with a new date and a reason that still holds.';
  return { rule: 'waiver-expired', severity: 'error', message, help } as const;
}
