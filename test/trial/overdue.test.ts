import { expect, test } from 'vitest';
import type { TrialContext } from '../../scripts/lib/trial/context.ts';
import type { Observation } from '../../scripts/lib/trial/observation.ts';
import { hold } from '../../scripts/lib/trial/rungs/deploys.ts';

/** A stack that never becomes what it should, watched on a machine whose engine took `startMs` to start. */
function waiting(startMs: number, state: Observation): TrialContext {
  return {
    plan: { services: ['app'], timeoutSeconds: 0.05 },
    engine: { facts: { startMs } },
    observer: { snapshot: async () => state, events: [] },
    digests: {},
    signal: new AbortController().signal,
  } as unknown as TrialContext;
}

const NOTHING: Observation = { services: [], tasks: [], nodes: 1 };

test('a deadline that passed on a machine too slow to tell is ours, never the recipe’s', async () => {
  const started = performance.now();
  const fault = await hold(waiting(1_000_000, NOTHING), Date.now());
  expect(fault).toMatchObject({ ours: true, reason: expect.stringContaining('10.0 times slower than usual') });
  expect(fault?.reason).toMatch(/^The engine is too slow: It is not healthy after 0\.05 s, its own timeout label/);
  expect(performance.now() - started).toBeGreaterThan(450);
});

test('a slower machine gives as much more time', async () => {
  const started = performance.now();
  const fault = await hold(waiting(2400 * 6, NOTHING), Date.now());
  expect(fault?.reason).toContain('which got that much longer: service "app" is not there yet');
  expect(performance.now() - started).toBeGreaterThan(250);
});
