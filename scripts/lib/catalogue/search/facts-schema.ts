const text = { type: 'string' } as const;
const day = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' } as const;
const list = { type: 'array', items: text } as const;

const recipe = {
  type: 'object',
  required: [
    ...[
      'name',
      'title',
      'summary',
      'category',
      'tags',
      'licence',
      'version',
      'standing',
      'label',
      'level',
      'rungs',
      'sso',
    ],
    ...['scanned', 'email', 'architectures', 'memory', 'services', 'published', 'maintainers', 'deprecated', 'icon'],
  ],
  properties: {
    name: { ...text, description: 'Its page is r/<name>/.' },
    title: text,
    summary: text,
    category: text,
    tags: list,
    licence: { ...text, description: 'SPDX expression of the app.' },
    version: { ...text, description: 'The newest one, which all of this is about.' },
    standing: { enum: ['tried', 'lapsed', 'rehearsed', 'unverified', 'failed', 'broken', 'untried'] },
    label: { ...text, description: 'The standing in a few words.' },
    level: {
      type: ['integer', 'null'],
      minimum: 0,
      maximum: 7,
      description: 'Null: no certificate holds, nothing is proven.',
    },
    rungs: { ...list, description: 'Rungs of the trial that passed; empty when no certificate holds.' },
    scanned: {
      enum: ['passed', 'failed', 'broken', 'stale', 'other-images', 'not-scanned', null],
      description: 'Whether the images that the trial deployed were scanned; null: it deployed none.',
    },
    sso: { ...list, description: 'Protocols of single sign-on, as declared.' },
    email: { type: 'boolean', description: 'It can send e-mail, as declared.' },
    architectures: list,
    memory: {
      type: ['integer', 'null'],
      minimum: 1,
      description: 'MiB of the whole stack, idle, as measured; null: nobody measured it.',
    },
    services: { type: 'integer', minimum: 0 },
    published: { ...day, type: ['string', 'null'], description: 'Null: a draft.' },
    maintainers: { ...list, description: 'Names of those who say how they can be reached.' },
    deprecated: { type: 'boolean', description: 'Nobody keeps it up any more; its page says why.' },
    icon: { enum: ['icon.svg', 'icon.png', null], description: 'Lies beside the page of the recipe.' },
  },
} as const;

export const factsSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'What the search knows (facts.json)',
  type: 'object',
  required: ['schema', 'synonyms', 'recipes'],
  properties: {
    schema: { const: 'recipe-commons/facts/1' },
    synonyms: {
      type: 'object',
      description: 'By phrase in lower case without accents: "@recipe", "#tag" or a category, the best first.',
      additionalProperties: { type: 'array', items: { type: 'string', pattern: '^[@#]?[a-z0-9]+(?:-[a-z0-9]+)*$' } },
    },
    recipes: { type: 'array', items: recipe },
  },
} as const;
