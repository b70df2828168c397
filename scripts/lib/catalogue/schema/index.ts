import type { JSONSchema } from 'json-schema-to-ts';
import { level, path, published, standing, text, texts } from './words.ts';

/** index.json: one short entry per recipe. */
export const indexSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Index of recipes (index.json)',
  type: 'object',
  required: ['schema', 'recipes'],
  properties: {
    schema: { const: 'recipe-commons/index/1' },
    recipes: {
      type: 'array',
      items: {
        type: 'object',
        required: [
          ...['name', 'title', 'summary', 'category', 'tags', 'licence', 'version', 'draft', 'standing', 'level'],
          ...['restores', 'memoryIdleBytes', 'architectures', 'sso', 'email', 'published', 'page', 'data', 'icon'],
        ],
        properties: {
          ...{ name: text, title: text, summary: text, category: text, tags: texts, licence: text },
          version: { type: 'string', description: 'The newest one.' },
          draft: { type: 'boolean', description: 'True: its newest version is in no commit yet.' },
          standing: standing.properties.kind,
          level,
          restores: { type: 'boolean', description: 'A certificate that holds says that its backup came back whole.' },
          memoryIdleBytes: {
            type: ['number', 'null'],
            description: 'Measured; null when nobody has, or no proof holds.',
          },
          ...{ architectures: texts, sso: texts, email: { type: 'boolean' } },
          ...{ published, page: path, data: path },
          icon: { ...path, type: ['string', 'null'] },
        },
      },
    },
  },
} as const satisfies JSONSchema;
