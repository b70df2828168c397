import { writeReport } from '../report/store.ts';
import type { Told } from './judge.ts';

/** The report of a recipe in recipes/ is kept, whole whatever was asked for: later steps build on it. */
export function storeReport(root: string, { input, report }: Told): void {
  if (input.kind === 'recipe' && input.text === undefined) writeReport(root, report);
}
