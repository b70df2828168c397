import type { JSONSchema } from 'json-schema-to-ts';
import { count, feeds, level, path, published, standing, text, texts } from './words.ts';

const link = { ...path, type: ['string', 'null'] } as const;
const nullable = { type: ['string', 'null'] } as const;

function list<
  const Properties extends Record<string, JSONSchema>,
  const Required extends readonly (string & keyof Properties)[],
>(properties: Properties, required: Required) {
  return { type: 'array', items: { type: 'object', required, properties } } as const;
}

/** r/<recipe>/<version>/version.json */
export const versionEntrySchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'One version: what it needs and what was proven (r/<recipe>/<version>/version.json)',
  type: 'object',
  required: [
    ...[
      'schema',
      'recipe',
      'version',
      'digest',
      'published',
      'standing',
      'level',
      'levels',
      'scanned',
      'page',
      'feeds',
    ],
    ...['bundle', 'reports', 'certificate', 'sboms', 'services', 'settings', 'secrets', 'overlays', 'data', 'install'],
    ...['releaseNote', 'files'],
  ],
  properties: {
    schema: { const: 'recipe-commons/version/1' },
    ...{ recipe: text, version: text },
    digest: { type: 'string', description: 'sha256 of the recipe tree.', pattern: '^[0-9a-f]{64}$' },
    ...{ published, standing, level, page: path, feeds },
    levels: list({ level: count, name: text, reached: { type: 'boolean' }, reason: nullable }, [
      ...(['level', 'name', 'reached', 'reason'] as const),
    ]),
    scanned: {
      type: 'object',
      description: 'Whether exactly the deployed images were scanned. Only "passed" is clean.',
      required: ['kind', 'says'],
      properties: { kind: text, says: nullable },
    },
    bundle: {
      type: 'object',
      required: ['path', 'sha256', 'bytes'],
      properties: { path, sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' }, bytes: count },
    },
    reports: {
      type: 'object',
      description: 'Null: there is none of exactly these bytes.',
      required: ['lint', 'trial', 'scan'],
      properties: { lint: link, trial: link, scan: link },
    },
    certificate: { ...link, description: 'Null: none holds.' },
    sboms: { type: 'array', items: path },
    services: list({ name: text, overlay: text, image: text, digest: nullable, memory: nullable, cpus: nullable }, [
      ...(['name', 'overlay', 'image', 'digest', 'memory', 'cpus'] as const),
    ]),
    settings: list({ name: text, value: text, required: { type: 'boolean' }, description: text }, [
      ...(['name', 'value', 'required', 'description'] as const),
    ]),
    secrets: list(
      { key: text, name: text, overlay: nullable, length: count, charset: text, generate: { type: 'boolean' } },
      [...(['key', 'name', 'overlay', 'length', 'charset', 'generate'] as const)],
    ),
    overlays: texts,
    data: list({ volume: text, holds: text, class: text, backup: { type: 'boolean' } }, [
      ...(['volume', 'holds', 'class', 'backup'] as const),
    ]),
    install: {
      ...list({ id: text, title: text, script: text, ranInTrial: { type: 'boolean' } }, [
        ...(['id', 'title', 'script', 'ranInTrial'] as const),
      ]),
      description: 'Blocks of shell, in order; ranInTrial: the trial of these bytes ran this very text.',
    },
    releaseNote: { ...nullable, description: 'Markdown, written by the packager: not to be shown unsanitised.' },
    files: list({ path: text, sha256: text, bytes: count }, ['path', 'sha256', 'bytes']),
  },
} as const satisfies JSONSchema;
