/** The seventeen ways a deployment fails, each named by what is wrong. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineProvider } from '../../scripts/lib/engine/engine.ts';
import { localProvider } from '../../scripts/lib/engine/local.ts';
import { FAILURE_CASES, failingRecipe, timed } from './failure-cases.ts';
import { before, type FaultSetup, openFaultSetup } from './fault-setup.ts';
import { sharing } from './trial-setup.ts';

let setup: FaultSetup;
let shared: EngineProvider & AsyncDisposable;
beforeAll(async () => {
  setup = await openFaultSetup();
  shared = sharing(localProvider({ cache: setup.cache }));
});
afterAll(async () => {
  await shared[Symbol.asyncDispose]();
  await setup[Symbol.asyncDispose]();
});

test('there are seventeen', () => expect(new Set(FAILURE_CASES.map(({ what }) => what)).size).toBe(17));

test.each(FAILURE_CASES)('$what', async (failure) => {
  const { prepare, reason, verdict = 'fail' } = failure;
  // What is done to an engine goes with it.
  const provider =
    prepare === undefined ? shared : before('stack deploy', prepare, localProvider({ cache: setup.cache }));
  const report = await setup.trial(await failingRecipe(failure), { provider });
  expect(report.findings[0]?.message).toMatch(reason);
  expect(report.verdict).toBe(verdict);
  process.stdout.write(timed(failure, report));
});
