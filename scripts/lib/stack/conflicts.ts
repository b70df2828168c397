/** What docker/cli refuses although every single value is right (cli/compose/loader LoadNetworks, LoadVolumes, LoadSecrets …). */
import { isList, isMap, type JsonMap, mapOf } from '../recipe/json.ts';
import { quote } from '../recipe/limits.ts';
import type { Json, Path } from '../types.ts';
import type { StackContext, StackProblem } from './stack.ts';

/** `filled`: a file in which nothing else is wrong. */
export function conflicts(file: string, filled: JsonMap, context: StackContext): readonly StackProblem[] {
  const problems: StackProblem[] = [];
  for (const section of ['networks', 'volumes', 'secrets', 'configs'] as const) {
    for (const [key, value] of Object.entries(mapOf(filled[section]))) {
      for (const [other, message, help] of faults(section, mapOf(value))) {
        const path = [section, key, ...other];
        problems.push({ kind: 'conflict', file, path, message: `${quote(key)} ${message}`, help });
      }
    }
  }
  if (context.envFile !== undefined) problems.push(...envFiles(file, filled, context.envFile));
  return problems;
}

type Fault = readonly [path: Path, message: string, help: string];

function faults(section: 'networks' | 'volumes' | 'secrets' | 'configs', entry: JsonMap): readonly Fault[] {
  const { external, name, driver, file } = entry;
  const found: Fault[] = [];
  if (isMap(external) && isFilled(external.name) && isFilled(name)) {
    found.push([['name'], 'has a name of its own and one under "external"', 'Keep "external: true" and "name".']);
  }
  const isExternal = external === true || isMap(external);
  if (section === 'volumes' && isExternal) {
    for (const key of ['driver', 'driver_opts', 'labels'] as const) {
      if (!isFilled(entry[key])) continue;
      found.push([[key], `is external and has "${key}"`, `Remove "${key}": whoever made the volume chose it.`]);
    }
  }
  if (section === 'volumes' && isExternal && entry['x-cluster-spec'] !== undefined) {
    found.push([
      ['x-cluster-spec'],
      'is external and has "x-cluster-spec"',
      'Remove it: whoever made the volume chose it.',
    ]);
  }
  if (section === 'secrets' && !isExternal && isFilled(driver) && isFilled(file)) {
    found.push([['file'], 'has both "driver" and "file"', 'Keep one of the two.']);
  }
  return found;
}

function isFilled(value: Json | undefined): boolean {
  if (isList(value)) return value.length > 0;
  return isMap(value) ? Object.keys(value).length > 0 : value !== undefined && value !== '' && value !== null;
}

function envFiles(
  file: string,
  filled: JsonMap,
  envFile: NonNullable<StackContext['envFile']>,
): readonly StackProblem[] {
  return Object.entries(mapOf(filled.services)).flatMap(([service, value]) => {
    const named = mapOf(value).env_file;
    const entries: readonly [Json, Path][] = isList(named)
      ? named.map((each, index) => [each, [index]])
      : [[named ?? null, []]];
    return entries.flatMap(([each, below]) => {
      if (typeof each !== 'string') return [];
      const fault = envFileFault(each, envFile);
      const path = ['services', service, 'env_file', ...below];
      const help = 'Write the variables under "environment", or add the file.';
      return fault === null ? [] : [{ kind: 'file' as const, file, path, message: fault, help }];
    });
  });
}

function envFileFault(path: string, envFile: NonNullable<StackContext['envFile']>): string | null {
  if (path === '') return 'The path of an env_file is empty';
  const found = envFile(path);
  if (found === 'missing') return `The env_file ${quote(path)} is not there`;
  if (found === 'unknown') return null;
  const lines = found.text.replace(/^\uFEFF/, '').split('\n');
  const index = lines.findIndex((line) => {
    const trimmed = line.trimStart();
    if (trimmed.trim() === '' || trimmed.startsWith('#')) return false;
    const name = trimmed.split('=', 1)[0] ?? '';
    return name === '' || /\s/.test(name.trimStart());
  });
  return index === -1 ? null : `Line ${index + 1} of the env_file ${quote(path)} names no variable`;
}
