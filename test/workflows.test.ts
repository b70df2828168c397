import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const FOLDER = '.github/workflows';

/** What a reviewer would refuse in a workflow; one line each. */
function faults(text: string): readonly string[] {
  const workflow = parse(text);
  const found: string[] = [];
  const jobs = Object.values<{ permissions?: object; steps: { uses?: string; run?: string; with?: object }[] }>(
    workflow.jobs,
  );
  if (workflow.permissions === undefined) found.push('no top-level permissions');
  for (const permissions of [workflow.permissions, ...jobs.map((job) => job.permissions)]) {
    if (Object.values(permissions ?? {}).includes('write')) found.push('may write');
  }
  if (/pull_request_target/.test(text)) found.push('pull_request_target runs fork code with secrets');
  for (const { uses, run, with: inputs } of jobs.flatMap((job) => job.steps)) {
    if (uses !== undefined && !/^[\w./-]+@[0-9a-f]{40}$/.test(uses)) found.push(`not pinned: ${uses}`);
    if (uses?.startsWith('actions/checkout@') && !JSON.stringify(inputs).includes('"persist-credentials":false')) {
      found.push('checkout keeps its credentials');
    }
    if (run?.includes('${{')) found.push(`text of others in a shell: ${run}`);
    if (run !== undefined && !/\bnpm (test|run [a-z]+)\b/.test(run)) found.push(`no npm script: ${run}`);
  }
  return found;
}

test('every workflow is pinned, reads only and calls npm scripts only', () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yml'));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect(faults(readFileSync(join(FOLDER, file), 'utf8')), file).toEqual([]);
});

const GOOD = `
on: {pull_request: {}}
permissions: {contents: read}
jobs:
  a:
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683
        with: {persist-credentials: false}
      - run: npm test
`;

test.each([
  ['a tag instead of a commit', GOOD.replace('11bd71901bbe5b1630ceea73d27597364c9af683', 'v4'), /not pinned/],
  ['a writing token', GOOD.replace('contents: read', 'contents: write'), /may write/],
  ['no permissions', GOOD.replace('permissions: {contents: read}', ''), /no top-level permissions/],
  ['a trigger with secrets', GOOD.replace('pull_request', 'pull_request_target'), /with secrets/],
  ['kept credentials', GOOD.replace('false', 'true'), /keeps its credentials/],
  ['text of a stranger', GOOD.replace('npm test', 'npm test ${{ github.event.pull_request.title }}'), /text of others/],
  ['logic of its own', GOOD.replace('npm test', 'curl -s x | sh'), /no npm script/],
])('%s is refused', (_name, text, fault) => {
  expect(faults(GOOD)).toEqual([]);
  expect(faults(text).join()).toMatch(fault);
});
