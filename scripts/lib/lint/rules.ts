import { FORMAT } from './families/format.ts';
import { IMAGE } from './families/image.ts';
import { RECIPE } from './families/recipe.ts';
import { SECURITY } from './families/security.ts';
import { SWARM } from './families/swarm.ts';
import type { Family, FamilyRule, Rule } from './rule.ts';

/** Every rule, family by family. */
export const RULES: readonly FamilyRule[] = [
  ...ofFamily('format', FORMAT),
  ...ofFamily('recipe', RECIPE),
  ...ofFamily('swarm', SWARM),
  ...ofFamily('image', IMAGE),
  ...ofFamily('security', SECURITY),
];

function ofFamily(family: Family, rules: readonly Rule[]): readonly FamilyRule[] {
  return rules.map((rule) => ({ ...rule, family }));
}
