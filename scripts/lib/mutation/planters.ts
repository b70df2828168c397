import type { Planter } from './fault.ts';
import { DEPLOY } from './planters/deploy.ts';
import { FORMAT } from './planters/format.ts';
import { HARDENING } from './planters/hardening.ts';
import { HISTORY } from './planters/history.ts';
import { IMAGE } from './planters/image.ts';
import { READING, RUNNING } from './planters/reading.ts';
import { RECIPE } from './planters/recipe.ts';
import { SECURITY } from './planters/security.ts';
import { SWARM } from './planters/swarm.ts';

/** How to break each rule, by its id. */
export const PLANTERS: { readonly [rule: string]: Planter } = {
  ...READING,
  ...FORMAT,
  ...RECIPE,
  ...HISTORY,
  ...SWARM,
  ...DEPLOY,
  ...IMAGE,
  ...SECURITY,
  ...HARDENING,
  ...RUNNING,
};

/** Rules that no fault of a recipe can break, and why. */
export const UNPLANTABLE: { readonly [rule: string]: string } = {
  'rule-broken': 'It tells of a fault of ours: no recipe is known to break a rule, and fuzzing looks for one.',
};
