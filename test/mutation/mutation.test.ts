import { join } from 'node:path';
import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import { ALL_RULES } from '../../scripts/lib/lint/lint.ts';
import { inRecipe, setting } from '../../scripts/lib/mutation/fault.ts';
import { PLANTERS, UNPLANTABLE } from '../../scripts/lib/mutation/planters.ts';
import { prettySelfTest } from '../../scripts/lib/mutation/pretty.ts';
import { readPlanted } from '../../scripts/lib/mutation/read-planted.ts';
import { type SelfTest, testGates } from '../../scripts/lib/mutation/run.ts';
import { isKilled, tally, tallyBy } from '../../scripts/lib/mutation/tally.ts';
import { listRecipes, readRecipes } from '../../scripts/lib/recipe/read.ts';
import type { Recipe } from '../../scripts/lib/types.ts';
import { recipeWith } from '../lint/fixtures.ts';

const ROOT = join(import.meta.dirname, '../..');
const TODAY = '2026-01-01';
const recipes = await readRecipes(ROOT, await listRecipes(ROOT));

test('every rule has a planter, or a reason why its fault cannot be planted', () => {
  const ids = ALL_RULES.map(({ id }) => id).sort();
  expect([...Object.keys(PLANTERS), ...Object.keys(UNPLANTABLE)].sort()).toEqual(ids);
  for (const reason of Object.values(UNPLANTABLE)) expect(reason).toMatch(/^[A-Z].{30,}\.$/);
});

const tried = new Map<string, SelfTest>();

function gatesOf(recipe: Recipe): SelfTest {
  const known = tried.get(recipe.name) ?? testGates([recipe], { planters: PLANTERS, today: TODAY, read: readPlanted });
  tried.set(recipe.name, known);
  return known;
}

describe('every fault that fits a shipped recipe is found where it was planted', () => {
  // A test for each, with a deadline of its own: there may be hundreds of them.
  test.each(recipes.map((recipe) => [recipe.name, recipe] as const))(
    '%s',
    (_, recipe) => {
      const result = gatesOf(recipe);
      expect(result.results.flatMap(({ rule, missed }) => missed.map((what) => `${rule}: ${what}`))).toEqual([]);
      expect(isKilled(result)).toBe(true);
    },
    60_000,
  );

  test('and each fault fits at least one', () => {
    const results = recipes.flatMap((recipe) => gatesOf(recipe).results);
    const byRule = tallyBy('rule', { recipes: [], results });
    const unfit = [...byRule].filter(([, { planted }]) => planted === 0).map(([rule]) => rule);
    expect(unfit).toEqual([]);
  }, 120_000);
});

describe('a gate that does not close', () => {
  const options = { today: TODAY, read: readPlanted };

  test('is told, with the place and what lint said instead', () => {
    const planters = { privileged: setting('read_only', true) };
    const result = testGates([recipeWith()], { planters, ...options });
    expect(result.results).toEqual([
      {
        rule: 'privileged',
        recipe: 'wiki',
        planted: 2,
        found: 0,
        missed: [
          expect.stringMatching(/^recipes\/wiki\/compose\.yml:\d+:16: lint said nothing$/),
          expect.stringMatching(/^recipes\/wiki\/compose\.yml:\d+:16: lint said nothing$/),
        ],
      },
    ]);
    expect(isKilled(result)).toBe(false);
    const text = prettySelfTest(result, pc.createColors(false));
    expect(text).toContain('missed  privileged  recipes/wiki/compose.yml:');
    expect(text).toContain('0 of 2 planted faults found in 1 recipes: 0.0 %');
  });

  test('is told when it closes at another place', () => {
    const planters = {
      privileged: inRecipe(() => ({
        set: [[['services', 'app', 'privileged'], true]],
        at: ['services', 'app', 'image'],
      })),
    };
    const [result] = testGates([recipeWith()], { planters, ...options }).results;
    expect(result).toMatchObject({ planted: 1, found: 0 });
    expect(result?.missed[0]).toContain('"privileged" asks for power over the host');
  });

  test('that was closed before proves nothing, and nothing planted is no pass', () => {
    const compose = 'services:\n  app:\n    image: ghcr.io/example/wiki:2.1.0\n    privileged: true\n';
    const planters = { privileged: setting('privileged', true) };
    const result = testGates([recipeWith({ 'compose.yml': compose })], { planters, ...options });
    expect(tally(result.results)).toEqual({ planted: 0, found: 0 });
    expect(isKilled(result)).toBe(false);
  });
});
