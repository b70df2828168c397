/** What a service could still give up → changes of its compose file, the likeliest first. Pure. */

import { applyEdits } from '../../lint/edit/apply.ts';
import type { FixTarget } from '../../lint/edit/fix.ts';
import { append, put } from '../../lint/edit/put.ts';
import type { Written } from '../../lint/edit/written.ts';
import { hardeningOf } from '../../lint/hardening.ts';
import { isList, isMap, type JsonMap, mapOf } from '../../recipe/json.ts';
import { parseRecipe } from '../../recipe/parse.ts';
import { recipeFile } from '../../recipe/recipe-file.ts';
import type { Edit, Path, Recipe } from '../../types.ts';
import type { Seen } from '../isolation/seen.ts';

/** One thing to give up; of its ways the first that works is kept. */
export interface Step {
  readonly service: string;
  readonly ways: readonly Way[];
}

interface Way {
  /** `cap_drop: [ALL]` */
  readonly what: string;
  /** Null when the file cannot be changed safely: the key is there already, or comes from an anchor. */
  readonly change: (recipe: Recipe) => Recipe | null;
}

/** What entrypoints need that start as root, set owners and then become somebody else. */
const OF_ENTRYPOINTS = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'];
/** Where programs write what nobody keeps. */
const FLEETING = /^\/(?:tmp|run|var\/run|var\/tmp|var\/cache\/[^/]+|var\/lock)(?=\/)/;
/** Made by the engine itself, whatever the root is. */
const OF_ENGINE = /^\/run\/secrets(?:\/|$)/;

/** `written`: paths in the container's root that it has changed. */
export function stepsFor(service: JsonMap, seen: Seen, written: readonly string[]): readonly Step[] {
  const { service: name } = seen;
  const { namesUser, isReadOnly, drops } = hardeningOf(service);
  const steps: Step[] = [];
  if (!namesUser && seen.uid === 0) steps.push({ service: name, ways: userWays(name, seen) });
  if (drops !== 'all') steps.push({ service: name, ways: capabilityWays(name, service) });
  if (!isReadOnly) steps.push({ service: name, ways: [readOnlyWay(name, service, written)] });
  return steps;
}

function userWays(name: string, { users }: Seen): readonly Way[] {
  const known = users.filter((uid) => uid !== 0);
  return [...known, ...(known.includes(10001) ? [] : [10001])].map((uid) => {
    const user = `${uid}:${uid}`;
    return {
      what: `user: "${user}"`,
      change: (recipe) => edited(recipe, putting([name, 'user'], JSON.stringify(user))),
    };
  });
}

function capabilityWays(name: string, { cap_add }: JsonMap): readonly Way[] {
  const drop = (recipe: Recipe) => edited(recipe, (target) => append(at(target, [name, 'cap_drop']), 'ALL'));
  const all: Way = { what: 'cap_drop: [ALL]', change: drop };
  if (cap_add !== undefined) return [all];
  const add = (recipe: Recipe | null) => recipe && edited(recipe, putting([name, 'cap_add'], OF_ENTRYPOINTS));
  return [all, { what: `${all.what}, cap_add: [${OF_ENTRYPOINTS.join(', ')}]`, change: (recipe) => add(drop(recipe)) }];
}

function readOnlyWay(name: string, service: JsonMap, written: readonly string[]): Way {
  const mounted = (isList(service.volumes) ? service.volumes : []).map((volume) =>
    isMap(volume) ? volume.target : String(volume).split(':')[1],
  );
  const own = written.filter((path) => !OF_ENGINE.test(path));
  const folders = [...new Set(own.flatMap((path) => FLEETING.exec(path)?.[0] ?? []))].toSorted();
  const needed = folders.filter((folder) => !mounted.includes(folder));
  const mounts = needed.map((target) => ({ type: 'tmpfs', target }));
  return {
    what: ['read_only: true', ...needed.map((folder) => `tmpfs on ${folder}`)].join(', '),
    change: (recipe) =>
      mounts.reduce<Recipe | null>(
        (next, mount) => next && edited(next, (target) => append(at(target, [name, 'volumes']), mount)),
        edited(recipe, putting([name, 'read_only'], 'true')),
      ),
  };
}

function putting(path: Path, written: Written): (target: FixTarget) => readonly Edit[] | null {
  return (target) => put(at(target, path), written);
}

function at(target: FixTarget, path: Path): FixTarget {
  return { ...target, path: ['services', ...path] };
}

/** The recipe with compose.yml changed, if that still says what it said, and one thing more. */
function edited(recipe: Recipe, edit: (target: FixTarget) => readonly Edit[] | null): Recipe | null {
  const file = recipe.files.find(({ path }) => path === 'compose.yml');
  const edits = file === undefined ? null : edit({ file, path: [] });
  if (file === undefined || edits === null) return null;
  const changed = recipeFile(file.path, Buffer.from(applyEdits(file.content, edits)), file.executable);
  const next = parseRecipe({
    ...recipe,
    commit: null,
    files: recipe.files.map((each) => (each === file ? changed : each)),
    findings: [],
  });
  const has = (each: Recipe) => Object.keys(mapOf(each.compose[0]?.value.services)).length;
  return has(next) === has(recipe) ? next : null;
}
