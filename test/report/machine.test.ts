import { describe, expect, test } from 'vitest';
import { githubAnnotations } from '../../scripts/lib/report/github.ts';
import { jsonReports } from '../../scripts/lib/report/json.ts';
import { finding, report } from './sample.ts';

describe('github', () => {
  test('one annotation per finding, at its place', () => {
    const findings = [finding(), finding({ severity: 'info', rule: 'swarm-drops-depends-on', place: null })];
    expect(githubAnnotations([report({ findings })])).toBe(
      '::error file=recipes/wiki/compose.yml,line=3,col=12,title=image-tag-floating::Image "nginx:latest" floats. Pin a version, e.g. "nginx:1.29.1".\n' +
        '::notice title=swarm-drops-depends-on::Image "nginx:latest" floats. Pin a version, e.g. "nginx:1.29.1".\n',
    );
  });

  test('no text of a recipe starts a workflow command or leaves its field', () => {
    const hostile = 'x\n::add-mask::y\r::stop-commands::z 100%';
    const place = { file: 'recipes/a,line=1:b/compose.yml', line: 1, column: 1 };
    const text = githubAnnotations([report({ findings: [finding({ message: hostile, place })] })]);
    expect(text.trimEnd().split(/[\r\n]/)).toHaveLength(1);
    expect(text).toContain('x%0A::add-mask::y%0D::stop-commands::z 100%25');
    expect(text).toContain('file=recipes/a%2Cline=1%3Ab/compose.yml,');
  });
});

describe('json', () => {
  test('is the list of reports, unchanged', () => {
    const reports = [report({ findings: [finding()] }), report()];
    expect(JSON.parse(jsonReports(reports))).toEqual(reports);
  });

  test('of nothing is an empty list', () => {
    expect(jsonReports([])).toBe('[]\n');
  });
});
