/**
 * What SARIF 2.1.0 asks of the parts we write, closed: a property that is not named here is a fault. Written from the
 * specification, sections 3.13 to 3.57; no npm package that ships the official schema is released and kept.
 */
import type { AnySchemaObject } from 'ajv';

type Shape = { readonly [name: string]: AnySchemaObject };

/** `name?` may be left out. */
function object(shape: Shape): AnySchemaObject {
  const names = Object.keys(shape);
  return {
    type: 'object',
    additionalProperties: false,
    required: names.filter((name) => !name.endsWith('?')),
    properties: Object.fromEntries(names.map((name) => [name.replace('?', ''), shape[name] ?? {}])),
  };
}

const list = (items: AnySchemaObject, minItems = 0): AnySchemaObject => ({
  type: 'array',
  items,
  minItems,
  uniqueItems: true,
});
const text: AnySchemaObject = { type: 'string', minLength: 1 };
const message = object({ text });
const level: AnySchemaObject = { enum: ['none', 'note', 'warning', 'error'] };
const number: AnySchemaObject = { type: 'integer', minimum: 1 };
const uri: AnySchemaObject = { type: 'string', format: 'uri' };
const location = object({ uri: { type: 'string', pattern: '^(?!/)[!-~]+$' }, uriBaseId: { const: '%SRCROOT%' } });
const region = object({ startLine: number, 'startColumn?': number, 'endLine?': number, 'endColumn?': number });

const rule = object({
  id: text,
  name: { type: 'string', pattern: '^[A-Z][A-Za-z0-9]+$' },
  shortDescription: message,
  fullDescription: message,
  help: object({ text, markdown: text }),
  'helpUri?': uri,
  defaultConfiguration: object({ level }),
  properties: object({
    tags: list(text, 1),
    precision: { enum: ['very-high', 'high', 'medium', 'low'] },
    'problem.severity': { enum: ['error', 'warning', 'recommendation'] },
    'security-severity?': { type: 'string', pattern: '^(?:10|[0-9])\\.[0-9]$' },
  }),
});

const result = object({
  ruleId: text,
  ruleIndex: { type: 'integer', minimum: 0 },
  level,
  message,
  locations: list(
    object({
      physicalLocation: object({ artifactLocation: location, 'region?': region }),
      'logicalLocations?': list(object({ fullyQualifiedName: text }), 1),
    }),
    1,
  ),
  partialFingerprints: object({ primaryLocationLineHash: { type: 'string', pattern: '^[0-9a-f]{16}:[0-9]+$' } }),
  'fixes?': list(
    object({
      description: message,
      artifactChanges: list(
        object({
          artifactLocation: location,
          replacements: list(object({ deletedRegion: region, 'insertedContent?': message }), 1),
        }),
        1,
      ),
    }),
    1,
  ),
  'suppressions?': list(
    object({ kind: { enum: ['inSource', 'external'] }, status: { const: 'accepted' }, justification: text }),
    1,
  ),
});

export const sarifSchema: AnySchemaObject = object({
  $schema: uri,
  version: { const: '2.1.0' },
  runs: list(
    object({
      tool: object({
        driver: object({ name: text, semanticVersion: text, 'informationUri?': uri, rules: list(rule, 1) }),
      }),
      automationDetails: object({ id: { type: 'string', pattern: '/$' } }),
      columnKind: { const: 'utf16CodeUnits' },
      originalUriBaseIds: object({ '%SRCROOT%': object({ description: message }) }),
      results: list(result),
      invocations: list(
        object({
          executionSuccessful: { type: 'boolean' },
          toolExecutionNotifications: list(object({ level, message })),
        }),
        1,
      ),
    }),
    1,
  ),
});
