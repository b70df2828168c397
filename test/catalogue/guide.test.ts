import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { makeBundle } from '../../scripts/lib/catalogue/bundle.ts';
import { TRAEFIK_FILE, VERIFY } from '../../scripts/lib/catalogue/guide.ts';
import { canonicalJson } from '../../scripts/lib/certificate/canonical.ts';
import { certify } from '../../scripts/lib/certificate/certify.ts';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { stackOf } from '../../scripts/lib/stack/model.ts';
import { lintReport, NOW, trialReport } from '../certificate/sample.ts';

/** Everything the guide asks to download, of a recipe of ours; `change` spoils a file. */
async function verified(step: 'reports' | 'files', change: { readonly [file: string]: string } = {}): Promise<string> {
  const recipe = await readRecipe(process.cwd(), 'davical');
  const { name, version, digest, commit } = recipe;
  const subject = { recipe: name, version, digest, commit };
  const lint = lintReport({ subject });
  const trial = trialReport({}, 'pass', { subject });
  const result = certify(subject, { lint, trial, scan: null }, NOW);
  if (!result.issued) throw new Error(result.reasons.join(', '));
  const files = { lint, trial, certificate: result.certificate };
  const folder = mkdtempSync(join(tmpdir(), 'verify-'));
  for (const [file, value] of Object.entries(files)) writeFileSync(join(folder, `${file}.json`), canonicalJson(value));
  writeFileSync(join(folder, `${name}-${version}.tar.gz`), await makeBundle(`${name}-${version}`, recipe.files));
  for (const [file, text] of Object.entries(change)) writeFileSync(join(folder, file), text);
  const { script } = VERIFY.find(({ id }) => id === step) ?? { script: 'exit 1' };
  const said = execFileSync('sh', ['-c', `${script}; true`], { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return said;
}

it('verifies reports by their hashes, with tools that every server has', async () => {
  expect(await verified('reports')).toBe('lint.json: as certified\ntrial.json: as certified\n');
  expect(await verified('reports', { 'lint.json': '{}\n' })).toBe('trial.json: as certified\n');
});

it('computes the digest of the tree without our code', async () => {
  const [computed, certified] = (await verified('files')).trim().split('\n');
  expect(certified).toBe(`"digest": "${computed}"`);
});

it('has a reverse proxy that swarm takes, with the names that recipes rely on', () => {
  const file = { file: 'traefik.yml', value: parse(TRAEFIK_FILE) };
  const stack = stackOf([file], { environment: { ACME_EMAIL: 'you@example.org' } });
  expect(stack.problems).toEqual([]);
  for (const name of ['entryPoints.web-secure', 'certificatesResolvers.production', 'certificatesResolvers.staging']) {
    expect(TRAEFIK_FILE).toContain(name);
  }
  expect(stackOf([file], { environment: {} }).problems).not.toEqual([]);
});
