/** What the schemas of our JSON files have in common. Fields may be added under the same number: readers must not refuse them. */
export const text = { type: 'string' } as const;
export const texts = { type: 'array', items: text } as const;
export const path = {
  type: 'string',
  description: 'Relative to the root of the site, without a leading slash.',
} as const;
export const time = { type: 'string', description: 'ISO 8601.' } as const;
export const count = { type: 'integer', minimum: 0 } as const;

export const published = {
  type: ['object', 'null'],
  description: 'Null: a draft, in no commit yet.',
  required: ['commit', 'publishedAt'],
  properties: { commit: { type: 'string', pattern: '^[0-9a-f]{40,64}$' }, publishedAt: time },
} as const;

export const standing = {
  type: 'object',
  description: 'What may be said about it. Only "tried" is proven.',
  required: ['kind', 'label', 'reason'],
  properties: {
    kind: { enum: ['tried', 'lapsed', 'rehearsed', 'unverified', 'failed', 'broken', 'untried'] },
    label: text,
    reason: text,
    since: { ...time, description: 'When a certificate that held ceased to.' },
  },
} as const;

export const level = {
  type: ['object', 'null'],
  description: 'The highest level reached by a proof that holds; null while none does.',
  required: ['level', 'name'],
  properties: { level: { type: 'integer', minimum: 0, maximum: 7 }, name: text },
} as const;

export const feeds = {
  type: 'object',
  required: ['atom', 'json'],
  properties: { atom: path, json: path },
} as const;
