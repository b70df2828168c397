/** Files of a few lines, and those whose form others have laid down: only what we write of it. */
import type { JSONSchema } from 'json-schema-to-ts';
import { count, text, texts } from './words.ts';

const JSON_SCHEMA = 'http://json-schema.org/draft-07/schema#';
const whole = { type: 'string', pattern: '^https?://[^ ]+$' } as const;

const tally = {
  type: 'object',
  required: ['planted', 'found'],
  properties: { planted: count, found: count },
} as const;

export const rulesSchema = {
  $schema: JSON_SCHEMA,
  title: 'Lint rules (rules.json)',
  type: 'object',
  required: ['schema', 'rules', 'selfTest'],
  properties: {
    schema: { const: 'recipe-commons/rules/1' },
    selfTest: { ...tally, description: 'How many faults were planted into recipes, and how many of them lint found.' },
    rules: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'family', 'severity', 'summary', 'why', 'fix', 'refs', 'waivable', 'selfTest', 'page'],
        properties: {
          ...{ id: text, family: text, severity: { enum: ['error', 'warning', 'info'] }, summary: text },
          ...{ why: text, fix: text, refs: texts, waivable: { type: 'boolean' }, selfTest: tally, page: text },
        },
      },
    },
  },
} as const satisfies JSONSchema;

export const badgeSchema = {
  $schema: JSON_SCHEMA,
  title: 'A badge, for badge services (r/<recipe>/badge/<kind>.json)',
  type: 'object',
  additionalProperties: false,
  required: ['schemaVersion', 'label', 'message', 'color'],
  properties: {
    schemaVersion: { const: 1 },
    label: { type: 'string', maxLength: 40 },
    message: { type: 'string', maxLength: 40 },
    color: { type: 'string', pattern: '^[0-9a-f]{6}$' },
  },
} as const satisfies JSONSchema;

export const oEmbedSchema = {
  $schema: JSON_SCHEMA,
  title: 'A card to embed, after oembed.com (r/<recipe>/oembed.json)',
  type: 'object',
  required: ['version', 'type', 'title', 'provider_name', 'provider_url', 'html', 'width', 'height'],
  properties: {
    ...{ version: { const: '1.0' }, type: { const: 'rich' }, title: text, provider_name: text, provider_url: whole },
    ...{ html: text, width: count, height: count },
  },
} as const satisfies JSONSchema;

export const jsonFeedSchema = {
  $schema: JSON_SCHEMA,
  title: 'A feed, after jsonfeed.org/version/1.1',
  type: 'object',
  required: ['version', 'title', 'home_page_url', 'feed_url', 'items'],
  properties: {
    version: { const: 'https://jsonfeed.org/version/1.1' },
    ...{ title: { ...text, minLength: 1 }, description: text, home_page_url: whole, feed_url: whole, icon: whole },
    language: text,
    authors: { type: 'array', items: { type: 'object', properties: { name: text, url: whole } } },
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'url', 'title', 'content_text', 'date_published', 'date_modified'],
        properties: {
          ...{ id: whole, url: whole, title: text, content_text: text, tags: texts },
          date_published: { type: 'string', format: 'date-time' },
          date_modified: { type: 'string', format: 'date-time' },
        },
      },
    },
  },
} as const satisfies JSONSchema;
