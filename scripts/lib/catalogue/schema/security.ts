import type { JSONSchema } from 'json-schema-to-ts';
import { text, texts } from './words.ts';

const holder = { recipe: text, version: text } as const;
const holders = {
  type: 'array',
  items: { type: 'object', required: ['recipe', 'version'], properties: holder },
} as const;

/** security.json */
export const securitySchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Which versions contain which flaw or image (security.json)',
  type: 'object',
  required: ['schema', 'flaws', 'images', 'unscanned'],
  properties: {
    schema: { const: 'recipe-commons/security/1' },
    flaws: {
      type: 'array',
      description: 'Used in attacks first, then the worst.',
      items: {
        type: 'object',
        required: ['id', 'severity', 'title', 'url', 'exploited', 'packages', 'fixedIn', 'versions'],
        properties: {
          id: text,
          severity: { enum: ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'] },
          title: text,
          url: { type: ['string', 'null'], description: 'As the scanner gives it: not to be linked unchecked.' },
          exploited: { type: 'boolean' },
          ...{ packages: texts, fixedIn: texts },
          versions: {
            type: 'array',
            items: {
              type: 'object',
              required: ['recipe', 'version', 'status'],
              properties: { ...holder, status: { enum: ['open', 'waived', 'not-affected'] } },
            },
          },
        },
      },
    },
    images: {
      type: 'array',
      items: {
        type: 'object',
        required: ['digest', 'references', 'versions'],
        properties: { digest: text, references: texts, versions: holders },
      },
    },
    unscanned: { ...holders, description: 'Of them nothing is known.' },
  },
} as const satisfies JSONSchema;
