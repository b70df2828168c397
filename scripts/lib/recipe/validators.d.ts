/** Types of the generated validators.js. */
import type { Json } from '../types.ts';
import type { SchemaError } from './schema-errors.ts';

interface Validator {
  (value: Json): boolean;
  errors: readonly SchemaError[] | null;
}

export const validateRecipe: Validator;
export const validateCompose: Validator;
/** By validator, then by place (`services.*.deploy`): the names that are allowed there. */
export const knownKeys: Record<'validateRecipe' | 'validateCompose', Record<string, readonly string[]>>;
