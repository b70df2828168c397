/** Settings and secrets that differ between two versions: what to do about them, and how they are told. Pure. */
import type { Change } from './diff-words.ts';
import type { VersionFacts } from './facts.ts';
import { say, type Words } from './say.ts';

export function settingsToAdd(from: VersionFacts, to: VersionFacts): readonly Words[] {
  const had = new Set(from.settings.filter(({ required }) => required).map(({ name }) => name));
  const added = to.settings.filter(({ name, required }) => required && !had.has(name));
  return added.map(({ name, value }) =>
    value === ''
      ? say`Set ${name} in your ${'.env'}: it has no value to start from.`
      : say`Add ${`${name}=${value}`} to your ${'.env'}; the value is that of the sample.`,
  );
}

export function secretsToCreate(from: VersionFacts, to: VersionFacts): readonly Words[] {
  const had = new Set(from.secrets.map(({ key }) => key));
  return to.secrets
    .filter(({ key }) => !had.has(key))
    .map(({ key, generate, overlay }) => [
      ...say`Create secret ${key}`,
      ...(generate ? [' as the install steps show'] : [' with a value of your own']),
      ...(overlay === '' ? ['.'] : say`, when you use overlay ${overlay}.`),
    ]);
}

export function settingChanges(from: VersionFacts, to: VersionFacts): readonly Change[] {
  const [before, after] = [from, to].map(({ settings }) => new Map(settings.map((each) => [each.name, each])));
  const names = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])];
  return names.flatMap((name): readonly Change[] => {
    const [old, next] = [before?.get(name), after?.get(name)];
    const kind = old === undefined ? 'added' : next === undefined ? 'removed' : 'changed';
    const change = (words: Words) => [{ group: 'Settings', kind, risky: false, words }] as const;
    if (next === undefined) return change(say`${name} is gone; your ${'.env'} may keep it.`);
    if (old === undefined)
      return change(next.required ? say`${name} is new and required.` : say`${name} is new and optional.`);
    if (old.required !== next.required)
      return change(next.required ? say`${name} is required now.` : say`${name} is optional now.`);
    if (old.value === next.value) return [];
    return change(
      say`${name} has another value in the sample: ${old.value} became ${next.value}. Yours stays as it is.`,
    );
  });
}

export function secretChanges(from: VersionFacts, to: VersionFacts): readonly Change[] {
  const keys = (facts: VersionFacts) => new Set(facts.secrets.map(({ key }) => key));
  const [before, after] = [keys(from), keys(to)];
  const change = (kind: 'added' | 'removed', words: Words): Change => ({ group: 'Secrets', kind, risky: false, words });
  return [
    ...[...after].filter((key) => !before.has(key)).map((key) => change('added', say`Secret ${key} is new.`)),
    ...[...before]
      .filter((key) => !after.has(key))
      .map((key) => change('removed', say`Secret ${key} is not asked for any more; remove it once nothing uses it.`)),
  ];
}
