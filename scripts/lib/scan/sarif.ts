import { summaryOf } from '../report/printer.ts';
import { sarifPrinter } from '../report/sarif.ts';
import type { Recipe, ScanReport } from '../types.ts';
import { TOOL } from './report.ts';
import { SCAN_RULES } from './rules.ts';

/** Reports → SARIF. They begin with those of `recipes`, in that order; what follows is of images alone. */
export function sarifOf(reports: readonly ScanReport[], recipes: readonly Recipe[] = []): string {
  const printer = sarifPrinter({ tool: TOOL, rules: SCAN_RULES, site: null });
  const results = reports.map((report, index) => {
    const recipe = recipes[index];
    const source = (file: string) => recipe?.files.find(({ path }) => file === `${recipe.folder}/${path}`)?.content;
    return printer.each(report, source, index);
  });
  return printer.begin + results.join('') + printer.end(reports.map(summaryOf), []);
}
