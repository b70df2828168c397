import type { JSONSchema } from 'json-schema-to-ts';
import { text, texts, time } from './words.ts';

const level = { type: 'integer', minimum: 0, maximum: 7 } as const;

/** r/<recipe>/<version>/certificate.json */
export const certificateSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Certificate of one version (r/<recipe>/<version>/certificate.json)',
  type: 'object',
  required: [
    ...['schema', 'subject', 'level', 'levelName', 'levels', 'signed', 'scan', 'images', 'reports', 'issuedAt'],
    'expiresAt',
  ],
  properties: {
    schema: { const: 'recipe-commons/certificate/1' },
    subject: {
      type: 'object',
      required: ['recipe', 'version', 'digest', 'commit'],
      properties: {
        recipe: text,
        version: { type: ['string', 'null'] },
        digest: { type: 'string', pattern: '^[0-9a-f]{64}$' },
        commit: { type: ['string', 'null'] },
      },
    },
    ...{ level, levelName: text },
    levels: {
      type: 'array',
      items: {
        type: 'object',
        required: ['level', 'name', 'reached', 'reason'],
        properties: { level, name: text, reached: { type: 'boolean' }, reason: { type: ['string', 'null'] } },
      },
    },
    signed: { type: 'boolean' },
    scan: { type: 'object', required: ['kind', 'says'], properties: { kind: text, says: text } },
    images: {
      type: 'array',
      items: {
        type: 'object',
        required: ['services', 'reference', 'digest'],
        properties: { services: texts, reference: text, digest: text },
      },
    },
    reports: {
      type: 'array',
      description: 'sha256 of the report files beside it, byte by byte.',
      items: {
        type: 'object',
        required: ['step', 'verdict', 'sha256'],
        properties: { step: text, verdict: text, sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
      },
    },
    ...{ issuedAt: time, expiresAt: time },
  },
} as const satisfies JSONSchema;
