import { createHash } from 'node:crypto';
import type { CatalogueSource, VersionSource } from '../../scripts/lib/catalogue/model.ts';
import { certify } from '../../scripts/lib/certificate/certify.ts';
import type { Recipe, RecipeFile, TrialReport } from '../../scripts/lib/types.ts';
import { lintReport, NOW, SUBJECT, trialReport } from '../certificate/sample.ts';

export { NOW };

export function file(path: string, content: string, change: Partial<RecipeFile> = {}): RecipeFile {
  return {
    path,
    executable: false,
    encoding: 'utf8',
    content,
    sha256: createHash('sha256').update(content).digest('hex'),
    ...change,
  };
}

export function recipe(change: Partial<Recipe> = {}): Recipe {
  return {
    name: 'notes',
    folder: 'recipes/notes',
    digest: SUBJECT.digest,
    commit: SUBJECT.commit,
    version: SUBJECT.version,
    files: [
      file('README.md', '# Notes\n\nWrite things down.\n'),
      file('compose.yml', 'services: {}\n'),
      file('release/1.1.0+2.0', 'Nothing to do.\n'),
    ],
    metadata: {
      title: 'Notes',
      summary: 'Write things down',
      category: 'notes',
      tags: ['documentation'],
      licence: 'AGPL-3.0-or-later',
      website: 'https://notes.example',
      upstream: { repository: 'https://code.example/notes' },
      maintainers: [{ name: 'Ada', contact: 'ada' }],
      features: { sso: ['oidc'], email: true },
      antifeatures: [],
      architectures: ['amd64'],
      budget: { memory: '256M' },
      data: [{ volume: 'data', holds: 'all notes', class: 'personal', backup: true }],
      waivers: [],
      trial: {
        env: {},
        probes: [],
        ports: [],
        seed: [],
        check: [],
        variants: [],
        scalable: [],
        skip: [],
        rotates: [],
      },
    },
    settings: [{ name: 'DOMAIN', value: 'notes.example', required: true, description: 'Where it answers', line: 1 }],
    compose: [
      {
        file: 'compose.yml',
        overlay: '',
        value: {
          services: {
            app: {
              image: 'ghcr.io/recipe-commons/notes:2.0',
              deploy: { resources: { limits: { memory: '256M', cpus: '0.50' } } },
            },
          },
        },
      },
      { file: 'compose.mail.yml', overlay: 'mail', value: { services: { app: {}, relay: { image: 'relay:1' } } } },
    ],
    secrets: [],
    configs: [],
    findings: [],
    ...change,
  };
}

export const DEPLOY = {
  id: 'deploy',
  title: 'Deploy',
  script: 'docker stack deploy -c compose.yml "$STACK_NAME"',
} as const;

/** A version with everything proven; `change` takes it back. */
export function version(change: Partial<VersionSource> = {}): VersionSource {
  const lint = lintReport();
  const trial: TrialReport = trialReport({ commands: [DEPLOY] });
  const result = certify(SUBJECT, { lint, trial, scan: null }, NOW);
  return {
    recipe: recipe(),
    version: '1.1.0+2.0',
    published: {
      recipe: 'notes',
      version: '1.1.0+2.0',
      commit: 'c'.repeat(40),
      publishedAt: '2026-02-01T00:00:00Z',
      tip: 'c'.repeat(40),
    },
    install: [DEPLOY],
    lint,
    trial,
    scan: null,
    certificate: result.issued ? result.certificate : null,
    evidence: [],
    sboms: [],
    ...change,
  };
}

/** The version before it, of which nothing is known. */
export function olderVersion(): VersionSource {
  const published = {
    recipe: 'notes',
    version: '1.0.0+1.0',
    commit: 'b'.repeat(40),
    publishedAt: '2026-01-01T00:00:00Z',
    tip: 'b'.repeat(40),
  };
  return version({
    recipe: recipe({ digest: 'b'.repeat(64), version: '1.0.0+1.0' }),
    version: '1.0.0+1.0',
    published,
    lint: null,
    trial: null,
    certificate: null,
  });
}

export function source(...versions: readonly VersionSource[]): CatalogueSource {
  return { recipes: [{ name: 'notes', versions }] };
}
