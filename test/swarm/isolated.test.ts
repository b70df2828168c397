import { expect, test } from 'vitest';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import type { Recipe, Rung } from '../../scripts/lib/types.ts';
import { edited, type Loose } from './edited.ts';
import { openLaboratory, rungOf } from './trial-setup.ts';

const laboratory = openLaboratory();
const fossil = await readRecipe(process.cwd(), 'fossil');

function isolated(recipe: Recipe): Promise<Rung> {
  return laboratory.rung(recipe, 'isolated');
}

function changed(change: (app: Loose) => void): Recipe {
  return edited(fossil, ({ services }) => change(services.app));
}

/** Fossil that also runs a line of Perl beside itself. */
function alsoRunning(perl: string): Recipe {
  return changed((app) => {
    app.entrypoint = ['sh', '-c', 'perl -MIO::Socket::INET -e "$0" & exec tini -- entrypoint.sh', perl].map((text) =>
      // A dollar of compose files begins a variable.
      text.replaceAll('$', '$$$$'),
    );
  });
}

function evidenceOf({ evidence }: Rung, kind: Rung['evidence'][number]['kind']): string {
  return evidence.find((each) => each.kind === kind)?.text ?? '';
}

test('fossil is reached by its route only, has the rights it asks for, and calls nobody', async () => {
  const report = await laboratory.trial(fossil, { rungs: ['isolated'] });
  const rung = rungOf(report, 'isolated');
  expect(rung).toMatchObject({ status: 'pass', measures: { containers: 1, portsOpen: 1, contacts: 0 } });
  expect(rung.measures.portsTried).toBeGreaterThanOrEqual(65_535);
  expect(report.findings).toEqual([]);
  expect(evidenceOf(rung, 'reachable')).toMatch(/^app: users 10001, root read-only$/m);
  expect(evidenceOf(rung, 'reachable')).toMatch(/^app: a neighbour reaches 8080 by proxy, as declared$/m);
  expect(evidenceOf(rung, 'reachable')).toMatch(/^tasks\.fossil_app is 10\./m);
  expect(evidenceOf(rung, 'hardening')).toMatch(/^app +capabilities +drop ALL +none +holds$/m);
  expect(evidenceOf(rung, 'hardening')).toMatch(/^app +pids +100 +100 +holds$/m);
  expect(evidenceOf(rung, 'contacts')).toBe('phones home: none');
});

test('davical keeps its database to itself', async () => {
  const rung = await isolated(await readRecipe(process.cwd(), 'davical'));
  expect(rung).toMatchObject({ status: 'pass', measures: { containers: 2, portsOpen: 1 } });
  expect(evidenceOf(rung, 'reachable')).toMatch(/^db: listens on tcp 0\.0\.0\.0:5432$/m);
});

test('a database on the network that all share is told by what is reached', async () => {
  const davical = edited(await readRecipe(process.cwd(), 'davical'), ({ services }) => {
    services.db.networks = ['internal', 'proxy'];
  });
  const rung = await isolated(davical);
  expect(rung).toMatchObject({
    status: 'fail',
    reason: expect.stringMatching(/^services\.db\.networks\[\d\] as the engine runs it: .*\(database-on-proxy\)\.$/),
  });
  expect(evidenceOf(rung, 'leftovers')).toContain(
    'reaches port 5432 of service "db", which no route and no port declares',
  );
});

test('a port beside the route that listens for everybody fails; on the loopback it does not matter', async () => {
  const listening = alsoRunning(
    '@s = map { IO::Socket::INET->new(LocalAddr => $_, Listen => 5) } "0.0.0.0:39999", "127.0.0.1:39998"; sleep 1000',
  );
  const rung = await isolated(listening);
  expect(rung).toMatchObject({ status: 'fail', measures: { portsOpen: 2 } });
  expect(rung.reason).toBe(
    'Every app on the network "proxy" reaches port 39999 of service "app", which no route and no port declares.',
  );
  expect(evidenceOf(rung, 'reachable')).toMatch(/^app: listens on tcp 127\.0\.0\.1:39998$/m);
});

test('who calls outside is listed, and warned of unless the recipe says so', async () => {
  const calling = alsoRunning(
    'IO::Socket::INET->new(PeerAddr => $_, Timeout => 1) for "203.0.113.9:443", "updates.example.org:80"; sleep 1000',
  );
  const report = await laboratory.trial(calling, { rungs: ['isolated'] });
  const rung = rungOf(report, 'isolated');
  expect(rung).toMatchObject({ status: 'pass', measures: { contacts: 2 } });
  expect(evidenceOf(rung, 'contacts').split('\n').toSorted()).toEqual([
    'app: tcp 203.0.113.9:443',
    'the stack: name updates.example.org',
  ]);
  expect(report).toMatchObject({ verdict: 'pass' });
  expect(report.findings).toMatchObject([{ severity: 'warning' }, { severity: 'warning' }]);
});

test('root with the socket of the engine fails by what the engine was asked to run', async () => {
  const owner = changed((app) => {
    app.user = '0:0';
    app.volumes.push('/var/run/docker.sock:/var/run/docker.sock');
  });
  expect(await isolated(owner)).toMatchObject({
    status: 'fail',
    reason: expect.stringMatching(
      /as the engine runs it: .*makes the service root of the whole swarm \(engine-socket\)\.$/,
    ),
  });
});

test('a capability that leads out of the container fails', async () => {
  const powerful = changed((app) => {
    app.cap_add = ['SYS_ADMIN'];
  });
  const rung = await isolated(powerful);
  expect(rung).toMatchObject({ status: 'fail', reason: expect.stringMatching(/\(dangerous-capability\)\.$/) });
  expect(evidenceOf(rung, 'hardening')).toMatch(/^app +capabilities +drop ALL, add SYS_ADMIN +SYS_ADMIN +holds$/m);
});
