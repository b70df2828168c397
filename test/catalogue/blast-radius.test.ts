import { expect, test } from 'vitest';
import { blastRadius } from '../../scripts/lib/catalogue/blast-radius.ts';
import { buildCatalogue } from '../../scripts/lib/catalogue/build.ts';
import type { ScannedVulnerability } from '../../scripts/lib/types.ts';
import { SCANNED, scanReport } from '../certificate/sample.ts';
import { NOW, olderVersion, source, version } from './sample.ts';

const FLAW: ScannedVulnerability = {
  ...{ id: 'CVE-1', package: 'a', installed: '1', fixedIn: '2', severity: 'LOW', title: '', url: null, owner: 'ours' },
  ...{ isNew: null, exploited: null, status: 'open' },
} as ScannedVulnerability;

async function spread(...flaws: readonly Partial<ScannedVulnerability>[]) {
  const images = [{ ...SCANNED, vulnerabilities: flaws.map((each) => ({ ...FLAW, ...each })) }];
  return blastRadius(await buildCatalogue(source(version({ scan: scanReport({ images }) }), olderVersion()), NOW));
}

test('a flaw has its worst severity, all its packages and what repairs each', async () => {
  const { flaws } = await spread({}, { package: 'b', severity: 'HIGH', fixedIn: null });
  expect(flaws).toMatchObject([{ id: 'CVE-1', severity: 'HIGH', packages: ['a', 'b'], fixedIn: ['a 2'] }]);
});

test('it is waived in a version only when it is nowhere open in it', async () => {
  const status = async (...all: readonly ScannedVulnerability['status'][]) =>
    (await spread(...all.map((each) => ({ status: each })))).flaws[0]?.versions;
  expect(await status('waived', 'waived')).toEqual([{ recipe: 'notes', version: '1.1.0+2.0', status: 'waived' }]);
  expect(await status('waived', 'open')).toMatchObject([{ status: 'open' }]);
});

test('what is used in attacks comes first, then the worst', async () => {
  const { flaws } = await spread(
    { id: 'CVE-2', severity: 'CRITICAL' },
    { id: 'CVE-3', exploited: true },
    { id: 'CVE-1' },
  );
  expect(flaws.map(({ id }) => id)).toEqual(['CVE-3', 'CVE-2', 'CVE-1']);
});

test('an image is told of every version that runs it, and a version nobody scanned as that', async () => {
  const { images, unscanned } = await spread();
  expect(images).toMatchObject([{ digest: SCANNED.digest, versions: [{ version: '1.1.0+2.0' }] }]);
  expect(unscanned).toEqual([{ recipe: 'notes', version: '1.0.0+1.0' }]);
});
