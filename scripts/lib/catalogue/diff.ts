/** What changes from one version of a recipe to another, in a hoster's words. Pure, and run by browsers too. */
import { compareVersions, parseVersion } from '../recipe/version.ts';
import { secretChanges, secretsToCreate, settingChanges, settingsToAdd } from './diff-needs.ts';
import { type Change, describeChange, GROUPS, type Group } from './diff-words.ts';
import type { Fact, VersionFacts } from './facts.ts';
import { say, type Words } from './say.ts';

/** nothing: deploy it. act: do what `todo` says, then deploy. backup: the same, and make a backup before. */
export type DiffVerdict = 'nothing' | 'act' | 'backup';

export interface VersionDiff {
  readonly from: string;
  readonly to: string;
  readonly verdict: DiffVerdict;
  /** What to do before the deployment, in this order. */
  readonly todo: readonly Words[];
  readonly groups: readonly { readonly title: Group; readonly changes: readonly Change[] }[];
}

/** A fact that came, went (`to` null) or has another value. */
export interface Changed {
  readonly from: Fact | null;
  readonly to: Fact | null;
}

export function diffVersions(from: VersionFacts, to: VersionFacts): VersionDiff {
  const changed = changedFacts(from.stack, to.stack);
  const moved = movedVolumes(changed);
  const reasons = backupReasons(from, to, changed, moved);
  const todo = [...reasons, ...settingsToAdd(from, to), ...secretsToCreate(from, to)];
  const changes = [...settingChanges(from, to), ...secretChanges(from, to), ...changed.flatMap(describeChange)];
  const groups = GROUPS.map((title) => ({ title, changes: changes.filter(({ group }) => group === title) }));
  return {
    from: from.version,
    to: to.version,
    verdict: reasons.length > 0 ? 'backup' : todo.length > 0 ? 'act' : 'nothing',
    todo,
    groups: groups.filter((group) => group.changes.length > 0),
  };
}

/** The verdict as a heading. */
export function verdictWords({ verdict, todo }: Pick<VersionDiff, 'verdict' | 'todo'>): string {
  if (verdict === 'nothing') return 'Nothing to do: deploy it';
  if (verdict === 'backup') return 'Back up first';
  return todo.length === 1 ? 'One thing to do first' : `${todo.length} things to do first`;
}

function changedFacts(from: readonly Fact[], to: readonly Fact[]): readonly Changed[] {
  const before = new Map(from.map((fact) => [keyOf(fact), fact]));
  const after = new Map(to.map((fact) => [keyOf(fact), fact]));
  const changed = [...new Set([...before.keys(), ...after.keys()])].flatMap((key): readonly Changed[] => {
    const pair = { from: before.get(key) ?? null, to: after.get(key) ?? null };
    return pair.from?.value === pair.to?.value ? [] : [pair];
  });
  const appeared = serviceKeys(changed);
  // Of a service that came or went, its plumbing is no news; what it may do is.
  return changed.filter((each) => isNewsOf(each, appeared));
}

function serviceKeys(changed: readonly Changed[]): ReadonlySet<string> {
  return new Set(changed.map(anyOf).flatMap((fact) => (fact.topic === 'service' ? [placeOf(fact)] : [])));
}

function isNewsOf(each: Changed, whole: ReadonlySet<string>): boolean {
  const fact = anyOf(each);
  const telling = ['service', 'image', 'port', 'host', 'privilege'];
  return fact.service === '' || telling.includes(fact.topic) || !whole.has(placeOf(fact));
}

interface Move {
  readonly from: Fact;
  readonly to: Fact | null;
}

/** Volumes whose place in a container another volume has now, or none: their data stays behind. */
function movedVolumes(changed: readonly Changed[]): readonly Move[] {
  const came = changed.flatMap(({ from, to }) => (from === null && to?.topic === 'volume' ? [to] : []));
  const gone = changed.flatMap(({ from, to }) => (to === null && from?.topic === 'volume' ? [from] : []));
  const places = gone.filter(({ service }) => service !== '');
  const moves = gone
    .filter(({ service }) => service === '')
    .map((from) => {
      const own = places.filter(({ name }) => name === from.name);
      const to = came.find((each) => own.some((place) => place.service === each.service && place.value === each.value));
      return { from, to: to ?? null };
    });
  return moves;
}

const DATABASE = /(?:^|[/-])(?:postgres(?:ql)?|pgvector|mariadb|mysql|mongo(?:db)?)(?:[/:-]|$)/;

function backupReasons(
  from: VersionFacts,
  to: VersionFacts,
  changed: readonly Changed[],
  moved: readonly Move[],
): readonly Words[] {
  const older = compareVersions(from.version, to.version) > 0;
  const [before, after] = [parseVersion(from.version), parseVersion(to.version)];
  const act = before !== null && after !== null && after.x > before.x;
  return [
    ...(older ? [say`Make a backup: ${to.version} is older, and may not read what ${from.version} has written.`] : []),
    ...(act
      ? [say`Make a backup, and read the release notes: the first number went up, which says that you have to act.`]
      : []),
    ...moved.map(({ from: { name }, to: next }) =>
      next === null
        ? say`Make a backup of volume ${name}: nothing uses it any more.`
        : say`Make a backup of volume ${name}, and bring it into ${next.name}, which takes its place: the data will not follow by itself.`,
    ),
    ...changed.flatMap(({ from: old, to: next }) => majorOf(old, next)),
  ];
}

/** A database of another major does not read the files of the one before. */
function majorOf(from: Fact | null, to: Fact | null): readonly Words[] {
  if (from?.topic !== 'image' || to === null || !DATABASE.test(from.value)) return [];
  const [before, after] = [from.value, to.value].map((image) => /:v?(\d+)/.exec(image)?.[1]);
  if (before === undefined || after === undefined || before === after) return [];
  return [
    say`Make a backup: the database ${from.service} goes from major ${before} to ${after}, and its files may need more than a restart.`,
  ];
}

function anyOf({ from, to }: Changed): Fact {
  return (to ?? from) as Fact;
}

function placeOf({ overlay, service }: Fact): string {
  return JSON.stringify([overlay, service]);
}

function keyOf({ overlay, service, topic, name }: Fact): string {
  return JSON.stringify([overlay, service, topic, name]);
}
