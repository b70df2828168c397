/** The policy, from a file that people edit. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import { KnownError } from '../command.ts';
import type { Policy } from './policy.ts';

const POLICY_FILE = resolve(import.meta.dirname, '../../scan-policy.json');

const SEVERITY = { enum: ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'] } as const;

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: [
    'fixable',
    'fixableAfterDays',
    'exploited',
    'secrets',
    'endOfLife',
    'deniedLicences',
    'databaseMaxAgeDays',
  ],
  properties: {
    fixable: { type: 'array', items: SEVERITY, uniqueItems: true },
    fixableAfterDays: {
      type: 'object',
      propertyNames: SEVERITY,
      additionalProperties: { type: 'integer', minimum: 0 },
    },
    exploited: { type: 'boolean' },
    secrets: { type: 'boolean' },
    endOfLife: { type: 'boolean' },
    deniedLicences: { type: 'array', items: { type: 'string' } },
    databaseMaxAgeDays: { type: 'integer', minimum: 1 },
  },
};

/** `digest`: hex sha256 of its bytes. Throws KnownError for a file that is no policy. */
export async function readPolicy(
  file: string = POLICY_FILE,
): Promise<{ readonly policy: Policy; readonly digest: string }> {
  const text = await readFile(file, 'utf8').catch(() => '');
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // told below
  }
  const isPolicy = new Ajv({ allErrors: true }).compile<Policy>(SCHEMA);
  if (!isPolicy(value)) {
    const [error] = isPolicy.errors ?? [];
    throw new KnownError(
      `the policy ${JSON.stringify(file)} cannot be used: ${error?.instancePath} ${error?.message ?? 'it is no JSON'}`,
      'Compare it with scripts/scan-policy.json.',
    );
  }
  return { policy: value, digest: createHash('sha256').update(text).digest('hex') };
}
