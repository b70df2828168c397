import type { JSONSchema } from 'json-schema-to-ts';
import { text } from './words.ts';

const yes = { type: 'boolean' } as const;
const overlay = { ...text, description: '"" is compose.yml, else the overlay that brings it.' } as const;

export const compareSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'What the versions of a recipe are compared by, newest first (r/<recipe>/compare.json)',
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    required: ['version', 'settings', 'secrets', 'stack'],
    properties: {
      version: text,
      settings: {
        type: 'array',
        items: {
          type: 'object',
          required: ['name', 'value', 'required'],
          properties: { name: text, value: { type: 'string' }, required: yes },
        },
      },
      secrets: {
        type: 'array',
        items: {
          type: 'object',
          required: ['key', 'generate', 'overlay'],
          properties: { key: text, generate: yes, overlay: { ...overlay, minLength: 0 } },
        },
      },
      stack: {
        type: 'array',
        description: 'Everything a hoster would notice, one short fact each; service "" is the whole stack.',
        items: {
          type: 'object',
          required: ['overlay', 'service', 'topic', 'name', 'value'],
          properties: {
            ...{ overlay: { type: 'string' }, service: { type: 'string' }, topic: text },
            ...{ name: { type: 'string' }, value: { type: 'string' } },
          },
        },
      },
    },
  },
} as const satisfies JSONSchema;
