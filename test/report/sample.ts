import type { Finding, Report } from '../../scripts/lib/types.ts';

export function finding(changes: Partial<Finding> = {}): Finding {
  return {
    step: 'lint',
    rule: 'image-tag-floating',
    severity: 'error',
    message: 'Image "nginx:latest" floats',
    help: 'Pin a version, e.g. "nginx:1.29.1".',
    path: ['services', 'app', 'image'],
    place: { file: 'recipes/wiki/compose.yml', line: 3, column: 12 },
    data: {},
    ...changes,
  };
}

export function report(changes: Partial<Report> = {}): Report {
  return {
    schema: 'recipe-commons/report/1',
    step: 'lint',
    subject: { recipe: 'wiki', version: '1.0.0+2.1', digest: 'sha256:0', commit: null },
    tool: { name: 'recipe-commons lint', version: '0.1.0' },
    verdict: 'fail',
    findings: [],
    waived: [],
    looked: 7,
    startedAt: '2026-05-01T10:00:00.000Z',
    durationMs: 12,
    ...changes,
  };
}
