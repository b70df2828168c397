import type {
  ImageResult,
  Report,
  Rung,
  ScannedImage,
  ScanReport,
  Subject,
  TrialReport,
  Verdict,
} from '../../scripts/lib/types.ts';

/** Reports as the steps write them, for a recipe that holds in every respect. */
export const SUBJECT: Subject = {
  recipe: 'notes',
  version: '1.1.0+2.0',
  digest: 'a'.repeat(64),
  commit: 'c'.repeat(40),
};

const STARTED = '2026-03-01T10:00:00.000Z';
export const NOW = new Date('2026-03-02T10:00:00.000Z');

export const IMAGE: Extract<ImageResult, { available: true }> = {
  reference: 'ghcr.io/recipe-commons/notes:2.0',
  services: ['app'],
  available: true,
  source: 'build',
  digest: `sha256:${'d'.repeat(64)}`,
  sizeBytes: 104_857_600,
  notes: ['base debian:bookworm-slim made by debootstrap'],
};

export function lintReport(change: Partial<Report> = {}): Report {
  return {
    schema: 'recipe-commons/report/1',
    step: 'lint',
    subject: SUBJECT,
    tool: { name: 'recipe-commons', version: '0.1.0' },
    verdict: 'pass',
    findings: [],
    waived: [],
    looked: 7,
    startedAt: STARTED,
    durationMs: 12,
    ...change,
  };
}

export function rung(id: Rung['id'], change: Partial<Rung> = {}): Rung {
  return { id, status: 'pass', durationMs: 1000, measures: {}, evidence: [], ...change };
}

/** Every rung that a level rests on, passed. */
export const ALL_RUNGS: readonly Rung[] = (
  ['deploys', 'answers', 'removes', 'upgrades', 'rolls-back', 'restores', 'recovers', 'isolated'] as const
).map((id) => rung(id));

export function trialReport(
  change: Partial<TrialReport['trial']> = {},
  verdict: Verdict = 'pass',
  report: Partial<Report> = {},
): TrialReport {
  return {
    ...lintReport({ looked: 3, ...report }),
    step: 'trial',
    verdict,
    trial: {
      engine: {
        provider: 'local',
        engineVersion: '20.10.24',
        apiVersion: '1.41',
        cliVersion: '28.0.0',
        kernel: '6.1.0',
        storageDriver: 'overlay2',
        nodes: 1,
        swarm: { heartbeatSeconds: 1, taskHistory: 100 },
        startMs: 900,
        limits: ['no IP_VS: VIP and ingress mesh do not forward'],
      },
      edge: { kind: 'haproxy', image: 'recipe-commons/edge:1' },
      stack: 'notes',
      images: [IMAGE],
      rehearsed: false,
      commands: [],
      rungs: [rung('deploys'), rung('answers'), rung('removes')],
      ...change,
    },
  };
}

export const SCANNED: ScannedImage = {
  reference: IMAGE.reference,
  services: IMAGE.services,
  digest: IMAGE.digest,
  system: { family: 'debian', name: '12.12', endOfLife: false },
  packages: 92,
  vulnerabilities: [],
  secrets: [],
  denied: [],
  unknown: {},
  sbom: 'sbom/sha256-dddddddddddddddd.cdx.json',
};

/** Of the images of `trialReport`, with nothing to complain of. */
export function scanReport(change: Partial<ScanReport['scan']> = {}, report: Partial<Report> = {}): ScanReport {
  return {
    ...lintReport({ looked: 1, ...report }),
    step: 'scan',
    scan: {
      scanner: { name: 'trivy', version: '0.44.1', sha256: 'e'.repeat(64) },
      database: { version: 2, updatedAt: '2026-02-28T00:00:00.000Z' },
      freshUntil: '2026-03-07T00:00:00.000Z',
      policy: 'f'.repeat(64),
      against: { none: 'no version was published before this one' },
      images: [SCANNED],
      fixed: [],
      ...change,
    },
  };
}
