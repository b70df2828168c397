import { writeReport } from '../report/store.ts';
import type { Judged } from './judge.ts';

/** The report of a recipe in recipes/ is kept, whole whatever was asked for: later steps build on it. */
export function storeReport(root: string, { input, report }: Judged): void {
  if (input.kind === 'recipe' && input.text === undefined) writeReport(root, report);
}
