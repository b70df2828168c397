/** What this machine lacks: room on its disk, a registry, names. None of it is held against a recipe. */
import { readdir, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localProvider, startLocalEngine } from '../../scripts/lib/engine/local.ts';
import { startRegistry } from '../../scripts/lib/engine/registry-process.ts';
import { writeRegistryView } from '../../scripts/lib/engine/registry-view.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import type { TrialReport } from '../../scripts/lib/types.ts';
import { engineIds, makeTinyImage } from './engine-setup.ts';
import { before, type FaultSetup, openFaultSetup } from './fault-setup.ts';
import { plainRecipe } from './plain-recipe.ts';
import { ladderOf, reasonsOf } from './trial-setup.ts';

const signal = new AbortController().signal;
let setup: FaultSetup;
beforeAll(async () => {
  setup = await openFaultSetup();
});
afterAll(() => setup[Symbol.asyncDispose]());

test('with too little room for an engine the trial is broken and says so', async () => {
  await using small = await openFaultSetup(300);
  const report = await small.trial(await plainRecipe('unlucky'));
  expect(report.verdict).toBe('broken');
  expect(report.findings[0]?.message).toMatch(/^the disk of this machine has room for an engine of \d+ MB only$/);
  expect(await engineIds(small.cache)).toEqual([]);
});

test('a disk that somebody else fills under a trial breaks it; a trial on another disk passes', async () => {
  await using small = await openFaultSetup(2100);
  const filler = join(small.cache, 'filler');
  const fill = () => execa('sh', ['-c', 'cat /dev/zero >"$0"', filler], { reject: false });
  const provider = before('stack deploy', fill, localProvider({ cache: small.cache }));
  const write = 'while cat /bin/cat >>/data/file; do :; done; exit 5';
  const recipe = await plainRecipe(
    'unlucky',
    { command: ['sh', '-c', write], volumes: ['data:/data'] },
    { volumes: { data: {} } },
  );
  const report = await setup.besideAnother(recipe, { provider, store: small.store });
  expect(report.findings[0]?.message).toBe('the disk of this machine is full');
  expect(report.verdict).toBe('broken');
  expect(ladderOf(report), reasonsOf(report)).not.toContain('fail');
  expect(await setup.evidenceOf(recipe)).toContain('engine.txt');
  expect(await engineIds(small.cache)).toEqual([]);
  await rm(filler);
});

/** A trial of an image that has to be pulled, in a cache that has none. */
async function pulling(mirrors: string): Promise<TrialReport> {
  const cache = join(setup.cache, 'empty');
  await using store = openImageStore({ cache, mirrors });
  const report = await setup.trial(await plainRecipe('pulled', { image: 'docker.io/acme/app:1' }), { store });
  expect(await readdir(join(cache, 'images/images')).catch(() => [])).toEqual([]);
  await rm(cache, { recursive: true });
  return report;
}

test('a registry that goes away during a pull leaves the recipe unverified, and nothing half', async () => {
  const content = join(setup.cache, 'upstream/content');
  const folder = join(setup.cache, 'upstream/registry');
  const image = { ...(await makeTinyImage(content)), reference: 'acme/app:1' };
  await writeRegistryView(folder, [image]);
  await using elsewhere = await startLocalEngine({ cache: setup.cache, served: [], signal, purpose: 'build' });
  const address = { host: 'upstream', address: '127.0.0.1', port: 5000, folder };
  await startRegistry(elsewhere.place, elsewhere.daemon, { ...address, writable: false }, signal);
  const relay = await vanishing(await elsewhere.dial(5000), 500_000);
  const report = await pulling(`docker.io=http://127.0.0.1:${relay.port}`);
  relay.close();
  expect(relay.sent()).toBeGreaterThan(100_000);
  expect(report.verdict).toBe('unverified');
  expect(report.findings[0]?.message).toMatch(/^image not available: docker\.io\/acme\/app:1: /);
});

test('without a name server for the outside a recipe is unverified', async () => {
  const report = await pulling('docker.io=https://registry.invalid');
  expect(report.verdict).toBe('unverified');
  expect(report.findings[0]?.message).toMatch(
    /^image not available: docker\.io\/acme\/app:1: lookup registry\.invalid/,
  );
});

/** A TCP port that leads to a unix socket until `bytes` came from there; then it closes, and is closed. */
async function vanishing(socket: string, bytes: number) {
  let sent = 0;
  const server = createServer((client) => {
    const inside = connect(socket);
    const end = () => {
      client.destroy();
      inside.destroy();
    };
    client.on('error', end).on('close', end).pipe(inside);
    inside
      .on('error', end)
      .on('close', end)
      .on('data', (data) => {
        sent += data.length;
        if (sent <= bytes) client.write(data);
        else end();
        if (sent > bytes) server.close();
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, sent: () => sent, close: () => server.close() };
}
