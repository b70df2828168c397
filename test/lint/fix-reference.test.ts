/** To Docker, a repaired file means what it meant, but for the repair. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { IGNORED } from '../../scripts/lib/lint/swarm-keys.ts';
import { isMap, type JsonMap, mapOf } from '../../scripts/lib/recipe/json.ts';
import type { Json } from '../../scripts/lib/types.ts';
import { refusal } from '../docker-cli.ts';
import { fixCases, fixText } from './fix-fixtures.ts';

vi.setConfig({ testTimeout: 30_000 });

const ENVIRONMENT = { DOMAIN: 'wiki.example.org', TYPE: 'sample' };

/** Where a rule repairs: below a service, `*` for any key or index. All else must stay. */
const REPAIRED: { readonly [rule: string]: readonly string[] } = {
  'swarm-ignores-key': [...Object.keys(IGNORED), 'hostname', 'deploy.restart_policy', 'volumes./dev/shm'],
  'update-config-missing': ['deploy.update_config'],
  'start-first-on-data': ['deploy.update_config.order', 'deploy.rollback_config.order'],
  'traefik-enabled': ['deploy.labels'],
  'timeout-label': ['deploy.labels'],
  'octal-mode': ['configs.*.mode', 'secrets.*.mode'],
  'deploy-value-unknown': ['deploy.restart_policy.condition'],
  'replicas-with-global': ['deploy.replicas'],
  'static-address-ignored': ['networks.own.ipv4_address'],
  'swarm-drops-tmpfs': ['tmpfs', 'volumes./run', 'volumes./tmp'],
  'update-config-on-job': ['deploy.update_config'],
  'rollback-missing': ['deploy.rollback_config'],
};

/** The same of the top level. */
const REPAIRED_ABOVE: { readonly [rule: string]: readonly string[] } = { 'network-driver': ['networks.own.driver'] };

const CASES = fixCases()
  .filter(({ before, after, base }) => base === null && before !== after)
  .map((each) => [`${each.rule}/${each.name}`, each] as const);

test.each(CASES)('%s', async (_, each) => {
  const [before, after] = [dated(each.before), dated(each.after)];
  const isDone = fixText(each, each.before).findings.every(({ rule }) => rule !== each.rule);
  const isAccepted = (await refusal(before, ENVIRONMENT)) === null;
  expect(isAccepted || isDone || each.rule === 'swarm-rejects-key').toBe(true);
  if (isAccepted || isDone) expect(await refusal(after, ENVIRONMENT)).toBeNull();
  // Debian's client of 20.10 cannot show what it reads.
  const old = isAccepted ? await stackConfig(before) : null;
  if (old === null) return;
  const paths = (REPAIRED[each.rule] ?? []).map((path) => path.split('.'));
  const above = (REPAIRED_ABOVE[each.rule] ?? []).map((path) => path.split('.'));
  const left = (config: JsonMap | null) =>
    above.reduce<Json | undefined>((value, path) => without(value, path), withoutRepairs(config, paths));
  expect(left(await stackConfig(after))).toEqual(left(old));
});

/** Older clients refuse a file without a version. */
function dated(text: string): string {
  return /^version:/m.test(text) ? text : `version: "3.9"\n${text}`;
}

/** What `docker stack config` makes of a file; null when it refuses, or is not there. */
async function stackConfig(text: string): Promise<JsonMap | null> {
  const folder = await mkdtemp(join(tmpdir(), 'stack-'));
  await writeFile(join(folder, 'compose.yml'), text);
  const env = { PATH: process.env.PATH ?? '', HOME: folder, ...ENVIRONMENT };
  const options = { cwd: folder, env, extendEnv: false, reject: false } as const;
  const { stdout, exitCode } = await execa('docker', ['stack', 'config', '-c', 'compose.yml'], options);
  return exitCode === 0 ? mapOf(parse(stdout.replaceAll(folder, '')) as Json) : null;
}

/** Of the templates below `x-` only what services make of them counts. */
function withoutRepairs(config: JsonMap | null, paths: readonly (readonly string[])[]): Json {
  const services = Object.entries(mapOf(config?.services)).map(([name, service]) => {
    const left = paths.reduce<Json | undefined>((value, path) => without(value, path), service);
    return [name, left ?? {}] as const;
  });
  const rest = Object.entries(config ?? {}).filter(([key]) => !key.startsWith('x-'));
  return Object.fromEntries([...rest, ['services', Object.fromEntries(services)]]);
}

function without(value: Json | undefined, [step, ...rest]: readonly string[]): Json | undefined {
  if (step === undefined || value === undefined) return undefined;
  if (Array.isArray(value)) return emptied(value.flatMap((item) => [itemWithout(item, step, rest) ?? []].flat()));
  if (!isMap(value)) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, key === step ? without(each, rest) : each] as const);
  return emptied(Object.fromEntries(entries.filter(([, each]) => each !== undefined)) as JsonMap);
}

/** Of a list of mounts the one with that target is meant. */
function itemWithout(item: Json, step: string, rest: readonly string[]): Json | undefined {
  if (step === '*') return without(item, rest);
  return mapOf(item).target === step ? undefined : item;
}

function emptied<Value extends object>(value: Value): Value | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}
