import type { JSONSchema } from 'json-schema-to-ts';
import { oneReport } from '../report/schema.ts';

const strings = { type: 'array', items: { type: 'string' } } as const;

const named = { reference: { type: 'string' }, services: strings } as const;

const image = {
  description: 'What became of an image that the recipe names.',
  oneOf: [
    {
      type: 'object',
      required: ['reference', 'services', 'available', 'source', 'digest', 'sizeBytes', 'notes'],
      properties: {
        ...named,
        available: { const: true },
        source: { enum: ['store', 'pull', 'build', 'stand-in'] },
        digest: { type: 'string', description: 'sha256:… of the manifest that was deployed.' },
        sizeBytes: { type: 'number', minimum: 0 },
        notes: strings,
      },
    },
    {
      type: 'object',
      required: ['reference', 'services', 'available', 'error', 'missing'],
      properties: {
        ...named,
        available: { const: false },
        error: { type: 'string', description: 'Why it could not be had.' },
        missing: { type: 'boolean', description: 'Its own registry does not know it.' },
      },
    },
  ],
} as const;

const rung = {
  type: 'object',
  required: ['id', 'status', 'durationMs', 'measures', 'evidence'],
  properties: {
    id: { type: 'string', pattern: '^[a-z]+(?:-[a-z]+)*$' },
    status: {
      enum: ['pass', 'fail', 'skip', 'unverified'],
      description: 'skip: declared, with a reason. unverified: it should have run and could not.',
    },
    reason: { type: 'string', description: 'Absent on pass: the first failing fact, or why it did not run.' },
    durationMs: { type: 'number', minimum: 0 },
    measures: { type: 'object', additionalProperties: { type: 'number' } },
    evidence: {
      type: 'array',
      items: {
        type: 'object',
        required: ['kind', 'title'],
        properties: {
          kind: { type: 'string' },
          title: { type: 'string' },
          text: { type: 'string', description: 'Short enough to show at once.' },
          file: { type: 'string', description: 'Beside the report.' },
        },
      },
    },
    retried: {
      type: 'array',
      description: 'What had to be done more than once.',
      items: {
        type: 'object',
        required: ['step', 'reason', 'times'],
        properties: {
          step: { type: 'string' },
          reason: { type: 'string' },
          times: { type: 'integer', minimum: 1 },
        },
      },
    },
    base: {
      type: 'object',
      description: 'Of a rung that failed: what the recipe does there as another commit has it.',
      required: ['ref', 'status', 'blame'],
      properties: {
        ref: { type: 'string' },
        status: { enum: ['pass', 'fail', 'skip', 'unverified', 'absent'] },
        reason: { type: 'string' },
        blame: { enum: ['this change', 'already so', 'unknown'] },
      },
    },
  },
  anyOf: [
    { type: 'object', properties: { status: { const: 'pass' } } },
    { type: 'object', required: ['reason'], properties: { reason: { type: 'string' } } },
  ],
} as const;

const engine = {
  type: ['object', 'null'],
  description: 'Facts that bound what the trial could prove; null when no engine was started.',
  required: [
    'provider',
    'engineVersion',
    'apiVersion',
    'cliVersion',
    'kernel',
    'storageDriver',
    'nodes',
    'startMs',
    'limits',
  ],
  properties: {
    provider: { enum: ['local', 'dind', 'context'] },
    engineVersion: { type: 'string' },
    apiVersion: { type: 'string' },
    cliVersion: { type: 'string' },
    kernel: { type: 'string' },
    storageDriver: { type: 'string' },
    nodes: { type: 'integer', minimum: 1 },
    startMs: { type: 'number', minimum: 0 },
    limits: { ...strings, description: 'What this host cannot do.' },
  },
} as const;

const trial = {
  type: 'object',
  required: ['engine', 'edge', 'stack', 'images', 'rehearsed', 'commands', 'rungs'],
  properties: {
    engine,
    edge: {
      type: ['object', 'null'],
      required: ['kind', 'image'],
      properties: { kind: { enum: ['traefik', 'haproxy'] }, image: { type: 'string' } },
    },
    stack: { type: 'string' },
    variant: { type: 'string', description: 'The declared variant that was tried.' },
    from: { type: 'string', description: 'The version that it was upgraded from, when that was chosen.' },
    slowdown: {
      type: 'number',
      minimum: 1,
      description:
        'How many times slower than usual the machine was when the trial began; deadlines are that much longer.',
    },
    images: { type: 'array', items: image },
    rehearsed: { type: 'boolean', description: 'An image was a stand-in: nothing is proven about the app.' },
    commands: {
      type: 'array',
      description: 'What was run, word for word.',
      items: {
        type: 'object',
        required: ['id', 'title', 'script'],
        properties: { id: { type: 'string' }, title: { type: 'string' }, script: { type: 'string' } },
      },
    },
    rungs: { type: 'array', items: rung },
  },
} as const;

const trialReport = {
  ...oneReport,
  required: [...oneReport.required, 'trial'],
  properties: { ...oneReport.properties, step: { const: 'trial' }, trial },
} as const satisfies JSONSchema;

/** A stored trial.json, or the list that `trial --format json` prints; what lint refuses is listed there as lint reports it. */
export const trialReportSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Trial reports of Recipe Commons',
  anyOf: [trialReport, { type: 'array', items: { anyOf: [trialReport, oneReport] } }],
} as const satisfies JSONSchema;
