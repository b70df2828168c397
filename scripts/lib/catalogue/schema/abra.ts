import type { JSONSchema } from 'json-schema-to-ts';

const text = { type: 'string' } as const;

/** recipes.json, in abra's form: its reader knows no null. */
export const abraSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Recipes as abra reads them (recipes.json)',
  type: 'object',
  additionalProperties: {
    type: 'object',
    additionalProperties: false,
    required: [
      ...['category', 'default_branch', 'description', 'features', 'icon', 'name', 'repository', 'ssh_url'],
      ...['versions', 'website'],
    ],
    properties: {
      ...{ category: text, default_branch: text, description: text, icon: text, name: text, repository: text },
      ...{ ssh_url: text, website: text },
      features: {
        type: 'object',
        additionalProperties: false,
        required: ['backups', 'email', 'healthcheck', 'image', 'status', 'tests', 'sso'],
        properties: {
          ...{ backups: text, email: text, healthcheck: text, tests: text, sso: text },
          status: { type: 'integer' },
          image: {
            type: 'object',
            additionalProperties: false,
            required: ['image', 'rating', 'source', 'url'],
            properties: { image: text, rating: text, source: text, url: text },
          },
        },
      },
      versions: {
        type: 'array',
        description: 'Oldest first; each an object of one tag.',
        items: {
          type: 'object',
          minProperties: 1,
          maxProperties: 1,
          additionalProperties: {
            type: 'object',
            additionalProperties: {
              type: 'object',
              additionalProperties: false,
              required: ['digest', 'image', 'tag'],
              properties: { digest: text, image: text, tag: text },
            },
          },
        },
      },
    },
  },
} as const satisfies JSONSchema;
