import type { JSONSchema } from 'json-schema-to-ts';

const place = {
  type: ['object', 'null'],
  description: 'Null when it is about no file. The file is relative to the folder the command ran in.',
  required: ['file', 'line', 'column'],
  properties: {
    file: { type: 'string' },
    line: { type: 'integer', minimum: 1 },
    column: { type: 'integer', minimum: 1, description: 'In UTF-16 code units.' },
  },
} as const;

const edit = {
  type: 'object',
  description: 'Replaces the characters start to end (UTF-16 offsets) of a file of the recipe by text.',
  required: ['file', 'start', 'end', 'text'],
  properties: {
    file: { type: 'string' },
    start: { type: 'integer', minimum: 0 },
    end: { type: 'integer', minimum: 0 },
    text: { type: 'string' },
  },
} as const;

const finding = {
  type: 'object',
  required: ['step', 'rule', 'severity', 'message', 'help', 'path', 'place', 'data'],
  properties: {
    step: { enum: ['read', 'lint', 'scan', 'trial', 'certify'] },
    rule: { type: 'string', pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$' },
    severity: { enum: ['error', 'warning', 'info'] },
    message: { type: 'string', description: 'What is wrong, the value quoted.' },
    help: { type: 'string', description: 'The repair.' },
    path: {
      type: ['array', 'null'],
      description: 'Where the value sits in the document, e.g. ["services", "app", "image"].',
      items: { type: ['string', 'integer'] },
    },
    place,
    data: { type: 'object', description: 'What the message quotes, by name.' },
    fix: { type: 'array', items: edit, description: 'How --fix repairs it.' },
    waiver: {
      type: 'object',
      description: 'Why it is accepted, and until which day.',
      required: ['reason', 'until'],
      properties: { reason: { type: 'string' }, until: { type: 'string' } },
    },
  },
} as const;

/** What the reports of all steps have in common. */
export const oneReport = {
  type: 'object',
  required: ['schema', 'step', 'subject', 'tool', 'verdict', 'findings', 'waived', 'looked', 'startedAt', 'durationMs'],
  properties: {
    schema: { const: 'recipe-commons/report/1' },
    step: { enum: ['read', 'lint', 'scan', 'trial', 'certify'] },
    subject: {
      type: 'object',
      description: 'Which bytes the report speaks of.',
      required: ['recipe', 'version', 'digest', 'commit'],
      properties: {
        recipe: { type: 'string' },
        version: { type: ['string', 'null'] },
        digest: { type: 'string', description: 'SHA-256 over the files.' },
        commit: { type: ['string', 'null'], description: 'Null when they are not those of a commit.' },
        path: { type: 'string', description: 'Where it lies when that is not in recipes/.' },
        alone: { const: true, description: 'It is no recipe but one compose file.' },
        image: { const: true, description: 'It is no recipe but one image, and recipe is its whole name.' },
      },
    },
    tool: {
      type: 'object',
      required: ['name', 'version'],
      properties: { name: { type: 'string' }, version: { type: 'string' } },
    },
    verdict: {
      enum: ['pass', 'fail', 'broken', 'unverified'],
      description: 'fail: the recipe is wrong. broken: we are. unverified: what should have run could not.',
    },
    findings: { type: 'array', items: finding },
    waived: { type: 'array', items: finding, description: 'Findings that a waiver of the recipe accepts.' },
    looked: { type: 'integer', minimum: 0, description: 'How many things were looked at. Zero is never a pass.' },
    startedAt: { type: 'string', description: 'ISO 8601, UTC.' },
    durationMs: { type: 'number', minimum: 0 },
  },
} as const satisfies JSONSchema;

/** A stored report, or the list of them that `lint --format json` prints. Fields may be added under the same number. */
export const reportSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Reports of Recipe Commons',
  anyOf: [oneReport, { type: 'array', items: oneReport }],
} as const satisfies JSONSchema;
