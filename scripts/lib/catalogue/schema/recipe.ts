import type { JSONSchema } from 'json-schema-to-ts';
import { feeds, level, path, published, standing, text, texts } from './words.ts';

/** r/<recipe>/recipe.json */
export const recipeEntrySchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'One recipe with its versions (r/<recipe>/recipe.json)',
  type: 'object',
  required: [
    ...['schema', 'name', 'title', 'summary', 'category', 'tags', 'licence', 'website', 'repository', 'maintainers'],
    ...['architectures', 'sso', 'email', 'icon', 'page', 'feeds', 'badges', 'embed', 'versions'],
  ],
  properties: {
    schema: { const: 'recipe-commons/recipe/1' },
    ...{ name: text, title: text, summary: text, category: text, tags: texts, licence: text },
    website: { type: ['string', 'null'], description: 'Null when it is no address that may be linked.' },
    repository: { type: ['string', 'null'], description: 'Of the app. Null when it is no address that may be linked.' },
    maintainers: {
      type: 'array',
      items: { type: 'object', required: ['name', 'contact'], properties: { name: text, contact: text } },
    },
    ...{ architectures: texts, sso: texts, email: { type: 'boolean' } },
    icon: { ...path, type: ['string', 'null'] },
    ...{ page: path, feeds, badges: { type: 'object', additionalProperties: path }, embed: path },
    versions: {
      type: 'array',
      description: 'Newest first.',
      minItems: 1,
      items: {
        type: 'object',
        required: ['version', 'digest', 'published', 'standing', 'level', 'page', 'data'],
        properties: { version: text, digest: text, published, standing, level, page: path, data: path },
      },
    },
  },
} as const satisfies JSONSchema;
