import type { Json, Path } from '../types.ts';

export interface SchemaProblem {
  readonly path: Path;
  readonly message: string;
  readonly help: string;
}
export function validateMetadata(_value: Json): readonly SchemaProblem[] {
  return [];
}
