import { expect, test } from 'vitest';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { stepsFor } from '../../scripts/lib/trial/harden/steps.ts';
import type { Seen } from '../../scripts/lib/trial/isolation/seen.ts';

const SEEN = { service: 'app', uid: 0, users: [0, 33] } as unknown as Seen;

function waysOf(
  service: Parameters<typeof stepsFor>[0],
  written: readonly string[] = [],
): readonly (readonly string[])[] {
  return stepsFor(service, SEEN, written).map(({ ways }) => ways.map(({ what }) => what));
}

test('only what is not given up yet is tried, the likeliest way first', () => {
  expect(waysOf({ user: '1:1', read_only: true, cap_drop: ['ALL'] })).toEqual([]);
  expect(waysOf({ cap_drop: ['all'], read_only: true })).toEqual([['user: "33:33"', 'user: "10001:10001"']]);
  expect(waysOf({ user: '1:1', read_only: true })).toEqual([
    ['cap_drop: [ALL]', 'cap_drop: [ALL], cap_add: [CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID]'],
  ]);
  expect(waysOf({ user: '1:1', read_only: true, cap_add: ['CHOWN'] })).toEqual([['cap_drop: [ALL]']]);
});

test('a read-only root gets what was written to as memory, unless it is mounted or the engine’s own', () => {
  const written = ['/run', '/run/secrets', '/run/secrets/x', '/tmp', '/tmp/a', '/var/cache/nginx/b', '/etc/c'];
  const service = { user: '1:1', cap_drop: ['ALL'], volumes: [{ type: 'tmpfs', target: '/tmp' }] };
  expect(waysOf(service, written)).toEqual([['read_only: true, tmpfs on /var/cache/nginx']]);
  expect(waysOf({ ...service, volumes: [] }, ['/run/app.pid', '/tmp/a'])).toEqual([
    ['read_only: true, tmpfs on /run, tmpfs on /tmp'],
  ]);
});

test('a key that stands in the file already is left to people', async () => {
  const fossil = await readRecipe(process.cwd(), 'fossil');
  const [step] = stepsFor({ cap_drop: ['ALL'], read_only: true }, SEEN, []);
  expect(step?.ways[0]?.change(fossil)).toBeNull();
});
