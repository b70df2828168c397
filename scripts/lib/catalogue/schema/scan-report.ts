import type { JSONSchema } from 'json-schema-to-ts';
import { oneReport } from '../../report/schema.ts';
import { count, text, texts, time } from './words.ts';

const owner = { enum: ['ours', 'upstream', 'base'], description: 'Who brought it into the image.' } as const;

function list<const Properties extends Record<string, JSONSchema>>(
  required: readonly (string & keyof Properties)[],
  properties: Properties,
) {
  return { type: 'array', items: { type: 'object', required, properties } } as const;
}

const flaw = {
  type: 'object',
  required: [
    'id',
    'package',
    'installed',
    'fixedIn',
    'severity',
    'title',
    'url',
    'owner',
    'isNew',
    'exploited',
    'status',
  ],
  properties: {
    ...{ id: text, package: text, installed: text, title: text, owner },
    fixedIn: { type: ['string', 'null'], description: 'Null: nobody has repaired it.' },
    severity: { enum: ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'] },
    url: { type: ['string', 'null'], description: 'As the scanner gives it: not to be linked unchecked.' },
    isNew: { type: ['boolean', 'null'], description: 'Null: the version before could not be looked at.' },
    exploited: { type: ['boolean', 'null'], description: 'Known to be used in attacks. Null: nobody could tell.' },
    status: { enum: ['open', 'waived', 'not-affected'] },
    reason: text,
  },
} as const;

const image = {
  type: 'object',
  required: ['reference', 'services', 'digest', 'system', 'packages', 'vulnerabilities', 'secrets', 'denied', 'sbom'],
  properties: {
    ...{ reference: text, services: texts, digest: text, packages: count, sbom: text },
    system: { type: ['object', 'null'], description: 'Its distribution.' },
    vulnerabilities: { type: 'array', items: flaw },
    secrets: list(['title', 'file', 'line', 'owner'], { title: text, file: text, line: {}, owner }),
    denied: list(['licence', 'packages'], { licence: text, packages: texts }),
  },
} as const;

/** A stored scan.json. */
export const scanReportSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Scan reports of Recipe Commons (r/<recipe>/<version>/scan.json)',
  ...oneReport,
  required: [...oneReport.required, 'scan'],
  properties: {
    ...oneReport.properties,
    step: { const: 'scan' },
    scan: {
      type: 'object',
      required: ['scanner', 'database', 'freshUntil', 'policy', 'against', 'images', 'fixed'],
      properties: {
        scanner: { type: ['object', 'null'] },
        database: { type: ['object', 'null'] },
        freshUntil: { ...time, type: ['string', 'null'] },
        policy: { type: 'string', description: 'sha256 of the policy that judged.' },
        against: { type: 'object', description: 'The version it is compared with, or why there is none.' },
        images: { type: 'array', items: image },
        fixed: list(['id', 'package'], { id: text, package: text }),
        stale: { type: 'object', required: ['since', 'reason'], properties: { since: time, reason: text } },
      },
    },
  },
} as const satisfies JSONSchema;
