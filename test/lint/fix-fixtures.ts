/** Cases of test/fixtures/lint-fix: what `--fix` makes of `before.yml` is `after.yml`; without one, it leaves it alone. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fixed, fixFindings } from '../../scripts/lib/lint/fix.ts';
import { lint } from '../../scripts/lib/lint/lint.ts';
import type { Finding, Recipe, RecipeFile } from '../../scripts/lib/types.ts';
import { recipeOf, recipeWith } from './fixtures.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/lint-fix');

export interface FixCase {
  /** Whose findings are repaired; those of every rule in `together`. */
  readonly rule: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** The compose.yml that `before.yml` is an overlay to. */
  readonly base: string | null;
}

/** Found by listing: a new case needs no code. */
export function fixCases(): readonly FixCase[] {
  return readdirSync(FOLDER).flatMap((rule) =>
    readdirSync(join(FOLDER, rule)).map((name) => {
      const text = (file: string) => {
        const path = join(FOLDER, rule, name, file);
        return existsSync(path) ? readFileSync(path, 'utf8') : null;
      };
      const before = text('before.yml') ?? '';
      return { rule, name, before, after: text('after.yml') ?? before, base: text('base.yml') };
    }),
  );
}

export interface FixedText extends Fixed {
  readonly text: string;
}

/** Repairs the findings of one rule; those of every rule in `together`. */
export function fixText({ rule, base }: Pick<FixCase, 'rule' | 'base'>, before: string): FixedText {
  const name = base === null ? 'compose.yml' : 'compose.more.yml';
  const recipe = recipeWith(base === null ? { [name]: before } : { 'compose.yml': base, [name]: before });
  const fixed = fix(recipe, (finding) => rule === 'together' || finding.rule === rule);
  return { ...fixed, text: fixed.files.find(({ path }) => path === name)?.content ?? '' };
}

export function fix(recipe: Recipe, isWanted: (finding: Finding) => boolean = () => true): Fixed {
  const relint = (files: readonly RecipeFile[]) => findingsOf(recipeOf(files));
  return fixFindings({ files: recipe.files, findings: findingsOf(recipe) }, { relint, isWanted });
}

export function findingsOf(recipe: Recipe): readonly Finding[] {
  return lint(recipe, { today: '2026-01-01' }).findings;
}
