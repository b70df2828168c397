/**
 * The shared words. Every value here is plain, readonly and JSON-safe: it can be saved, diffed,
 * used as a fixture and handed to the next command. These files import nothing but each other.
 */

export type * from './types/certificate.ts';
export type * from './types/recipe.ts';
export type * from './types/report.ts';
export type * from './types/scan.ts';
export type * from './types/trial.ts';
