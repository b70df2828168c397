import { expect } from 'vitest';
import { parse } from 'yaml';
import { parseRecipe } from '../../scripts/lib/recipe/parse.ts';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import type { Recipe, Rung, TrialReport } from '../../scripts/lib/types.ts';

/** A compose file as data, loosely typed: tests change what they know is there. */
// biome-ignore lint/suspicious/noExplicitAny: a test breaks documents in ways no type should allow
export type Loose = any;

/** The same recipe with a changed compose.yml, in memory. `keep`: which of its other files stay. */
export function edited(recipe: Recipe, change: (compose: Loose) => void, keep = (_path: string) => true): Recipe {
  const files = recipe.files
    .filter(({ path }) => keep(path))
    .map((file) => {
      if (file.path !== 'compose.yml') return file;
      const compose = parse(file.content);
      const before = JSON.stringify(compose);
      change(compose);
      expect(JSON.stringify(compose)).not.toBe(before);
      return recipeFile(file.path, Buffer.from(JSON.stringify(compose)), false);
    });
  return parseRecipe({ ...recipe, commit: null, files, findings: [] });
}

export function rungOf(report: TrialReport, id: Rung['id']): Rung {
  const rung = report.trial.rungs.find((each) => each.id === id);
  if (rung === undefined) throw new Error(`no rung ${id}: ${JSON.stringify(report.findings)}`);
  return rung;
}

/** `deploys pass, answers pass, removes pass` */
export function ladderOf(report: TrialReport): string {
  return report.trial.rungs.map(({ id, status }) => `${id} ${status}`).join(', ');
}
