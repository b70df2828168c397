import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../scripts/lib/catalogue/build.ts';
import type { CatalogueVersion, VersionSource } from '../../scripts/lib/catalogue/model.ts';
import { certify } from '../../scripts/lib/certificate/certify.ts';
import { ALL_RUNGS, IMAGE, lintReport, rung, SUBJECT, scanReport, trialReport } from '../certificate/sample.ts';
import { DEPLOY, file, NOW, olderVersion, recipe, source, version } from './sample.ts';

async function build(change: Partial<VersionSource> = {}, now = NOW): Promise<CatalogueVersion> {
  const catalogue = await buildCatalogue(source(version(change)), now);
  const built = catalogue.recipes[0]?.versions[0];
  if (built === undefined) throw new Error('nothing built');
  return built;
}

describe('standing', () => {
  it('is tried only with a certificate for these bytes and reports', async () => {
    const built = await build();
    expect(built.standing).toMatchObject({ kind: 'tried', label: 'tried locally (unsigned)' });
    expect(built.certificate?.level).toBe(1);
    expect(built.levels[3]).toMatchObject({ name: 'deploys', reached: false, holds: true });
  });

  it.each<[string, Partial<VersionSource>, string, string]>([
    ['never tried', { trial: null, lint: null, certificate: null }, 'untried', 'No trial'],
    ['other bytes', { recipe: recipe({ digest: 'e'.repeat(64) }) }, 'untried', 'other bytes'],
    ['rehearsed', { trial: trialReport({ rehearsed: true }) }, 'rehearsed', 'proves nothing about the app'],
    ['rehearsed and failed', { trial: trialReport({ rehearsed: true }, 'fail') }, 'rehearsed', 'proves nothing'],
    ['lint failed', { lint: lintReport({ verdict: 'fail' }), trial: null }, 'failed', 'It failed lint.'],
    [
      'rung failed',
      { trial: trialReport({ rungs: [rung('deploys', { status: 'fail', reason: 'exit 127' })] }, 'fail') },
      'failed',
      'It failed the trial: deploys: exit 127.',
    ],
    ['we broke', { trial: trialReport({}, 'broken') }, 'broken', 'Our own machinery failed'],
    [
      'unverified',
      {
        trial: trialReport(
          { rungs: [rung('deploys', { status: 'unverified', reason: 'image not available' })] },
          'unverified',
        ),
      },
      'unverified',
      'image not available',
    ],
    ['scan failed since', { scan: scanReport({}, { verdict: 'fail' }) }, 'failed', 'The scan failed'],
    ['no certificate', { certificate: null }, 'lapsed', 'no certificate'],
    ['reports replaced after certifying', { lint: lintReport({ durationMs: 99 }) }, 'lapsed', 'no certificate'],
  ])('%s', async (_name, change, kind, reason) => {
    const built = await build(change);
    expect(built.standing.kind).toBe(kind);
    expect(built.standing.reason).toContain(reason);
    expect(built.certificate).toBeNull();
  });

  it('says how far it is proven when something could not be tried', async () => {
    const rungs = [...ALL_RUNGS.slice(0, 4), rung('rolls-back', { status: 'unverified', reason: 'no canary' })];
    const trial = trialReport({ rungs }, 'unverified');
    const certified = certify(SUBJECT, { lint: lintReport(), trial, scan: null }, NOW);
    const built = await build({ trial, certificate: certified.issued ? certified.certificate : null });
    expect(built.standing).toMatchObject({ kind: 'tried' });
    expect(built.standing.reason).toContain('proves level 3 (deploys), no further: rolls-back: no canary.');
  });

  it('lapses when the certificate expires', async () => {
    const built = await build({}, new Date('2026-04-01T00:00:00Z'));
    expect(built.standing).toMatchObject({ kind: 'lapsed', label: 'certificate expired' });
  });
});

describe('version', () => {
  it('shows what the trial deployed for each service, and what an overlay would add', async () => {
    const { services } = await build();
    expect(services).toMatchObject([
      { name: 'app', overlay: '', memory: '256M', cpus: '0.50', deployed: { digest: IMAGE.digest, source: 'build' } },
      { name: 'relay', overlay: 'mail', image: 'relay:1', deployed: null, error: null },
    ]);
  });

  it('tells which secrets only an overlay asks for', async () => {
    const need = { versionSetting: null, length: 32, charset: 'hex', generate: true } as const;
    const secrets = ['db', 'smtp'].map((key) => ({ ...need, key, name: key }));
    const compose = [
      { file: 'compose.yml', overlay: '', value: { secrets: { db: { external: true } } } },
      { file: 'compose.mail.yml', overlay: 'mail', value: { secrets: { db: {}, smtp: {} } } },
    ];
    const built = await build({ recipe: recipe({ secrets, compose }) });
    expect(built.secrets.map(({ key, overlay }) => [key, overlay])).toEqual([
      ['db', null],
      ['smtp', 'mail'],
    ]);
  });

  it('tells why an image could not be had', async () => {
    const images = [
      { reference: 'x:1', services: ['app'], available: false, error: 'no route to host', missing: false } as const,
    ];
    const { services } = await build({ trial: trialReport({ images }, 'unverified') });
    expect(services[0]).toMatchObject({ deployed: null, error: 'no route to host' });
  });

  it('marks the commands that the trial of these bytes ran, letter by letter', async () => {
    expect((await build()).install).toEqual([{ ...DEPLOY, ranInTrial: true }]);
    const changed = [{ ...DEPLOY, script: `${DEPLOY.script} ` }];
    expect((await build({ install: changed })).install[0]?.ranInTrial).toBe(false);
    expect((await build({ recipe: recipe({ digest: 'e'.repeat(64) }) })).install[0]?.ranInTrial).toBe(false);
  });

  it('hides reports that speak of other bytes', async () => {
    expect(await build({ recipe: recipe({ digest: 'e'.repeat(64) }) })).toMatchObject({ lint: null, trial: null });
  });

  it('publishes evidence safely: real pictures as pictures, what a browser might run as text', async () => {
    const picture = Buffer.concat([
      Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
      Buffer.from([0, 0, 5, 0, 0, 0, 3, 32]),
    ]);
    const found = [
      { file: 'evidence/a.png', bytes: 10, head: picture.toString('base64') },
      { file: 'evidence/b.png', bytes: 10, head: Buffer.from('<html>').toString('base64') },
      { file: 'evidence/c.html', bytes: 10, head: '' },
      { file: 'evidence/d.log', bytes: 10, head: '' },
      { file: '../../secret.log', bytes: 10, head: '' },
      { file: 'evidence/unnamed.log', bytes: 10, head: '' },
      { file: 'evidence/inspect.json', bytes: 10, head: '' },
    ];
    const named = found.slice(0, 5).map(({ file: name }) => ({ kind: 'log' as const, title: name, file: name }));
    const lost = { kind: 'log' as const, title: 'lost', file: 'evidence/lost.log' };
    const inspect = { kind: 'inspect' as const, title: 'paths of our machine', file: 'evidence/inspect.json' };
    const trial = trialReport({ rungs: [rung('deploys', { evidence: [...named, lost, inspect] })] }, 'fail');
    const { evidence } = await build({ trial, evidence: found });
    expect(evidence.map(({ path, size }) => [path, size])).toEqual([
      ['evidence/a.png', { width: 1280, height: 800 }],
      ['evidence/b.png.txt', null],
      ['evidence/c.html.txt', null],
      ['evidence/d.log', null],
    ]);
  });
});

describe('recipe', () => {
  it('is described by its newest version and keeps the older ones', async () => {
    const catalogue = await buildCatalogue(source(version(), olderVersion()), NOW);
    expect(catalogue.recipes[0]).toMatchObject({
      title: 'Notes',
      versions: [{ alias: '1.1.0_2.0' }, { version: '1.0.0+1.0' }],
    });
  });

  it('is shown by its name when its metadata cannot be read', async () => {
    const catalogue = await buildCatalogue(source(version({ recipe: recipe({ metadata: null }) })), NOW);
    expect(catalogue.recipes[0]).toMatchObject({ title: 'notes', category: 'other', metadata: null });
  });

  it.each([
    ['<svg xmlns="http://www.w3.org/2000/svg"><path fill="url(#a)" d="M0 0"/></svg>', true],
    ['<?xml version="1.0"?>\n<svg><g/></svg>', true],
    ['<!DOCTYPE svg><svg/>', false],
    ['<svg><!ENTITY x "y"></svg>', false],
    ['<svg><script>alert(1)</script></svg>', false],
    ['<svg><svg:script>alert(1)</svg:script></svg>', false],
    ['<svg onload="alert(1)"/>', false],
    ['<svg><g\nonclick = "x"/></svg>', false],
    ['<svg><foreignObject/></svg>', false],
    ['<svg><use href="#a"/></svg>', false],
    ['<svg><path xlink:href="https://evil.example"/></svg>', false],
    ['<svg><path style="fill:url(https://evil.example)"/></svg>', false],
    ['<svg><path fill="&#106;"/></svg>', false],
    ['<html><svg/></html>', false],
    ['', false],
  ])('shows an SVG icon only when it is harmless: %s', async (svg, shown) => {
    const files = [file('icon.svg', svg)];
    const catalogue = await buildCatalogue(source(version({ recipe: recipe({ files }) })), NOW);
    expect(catalogue.recipes[0]?.icon !== null).toBe(shown);
  });
});
