/** The JSON Schema of every JSON file of ours, and where it is published. */
import { recipeSchema } from '../recipe/schema.ts';
import { reportSchema } from '../report/schema.ts';
import { trialReportSchema } from '../trial/schema.ts';
import { abraSchema } from './schema/abra.ts';
import { certificateSchema } from './schema/certificate.ts';
import { compareSchema } from './schema/compare.ts';
import { indexSchema } from './schema/index.ts';
import { recipeEntrySchema } from './schema/recipe.ts';
import { scanReportSchema } from './schema/scan-report.ts';
import { securitySchema } from './schema/security.ts';
import { badgeSchema, jsonFeedSchema, oEmbedSchema, rulesSchema } from './schema/small.ts';
import { versionEntrySchema } from './schema/version.ts';
import { factsSchema } from './search/facts-schema.ts';

/** `of`: names of the files it describes, as a pattern. */
export const SCHEMAS: readonly { readonly path: string; readonly of: RegExp | null; readonly schema: object }[] = [
  { path: 'schema/recipe.schema.json', of: null, schema: recipeSchema },
  { path: 'schema/report.schema.json', of: /^r\/[^/]+\/[^/]+\/lint\.json$/, schema: reportSchema },
  { path: 'schema/trial-report.schema.json', of: /^r\/[^/]+\/[^/]+\/trial\.json$/, schema: trialReportSchema },
  { path: 'schema/scan-report.schema.json', of: /^r\/[^/]+\/[^/]+\/scan\.json$/, schema: scanReportSchema },
  { path: 'schema/certificate.schema.json', of: /^r\/[^/]+\/[^/]+\/certificate\.json$/, schema: certificateSchema },
  { path: 'schema/recipes.schema.json', of: /^recipes\.json$/, schema: abraSchema },
  { path: 'schema/index.schema.json', of: /^index\.json$/, schema: indexSchema },
  { path: 'schema/facts.schema.json', of: /^facts\.json$/, schema: factsSchema },
  { path: 'schema/compare.schema.json', of: /^r\/[^/]+\/compare\.json$/, schema: compareSchema },
  { path: 'schema/recipe-entry.schema.json', of: /^r\/[^/]+\/recipe\.json$/, schema: recipeEntrySchema },
  {
    path: 'schema/version-entry.schema.json',
    of: /^r\/[^/]+\/(?!badge\/)[^/]+\/version\.json$/,
    schema: versionEntrySchema,
  },
  { path: 'schema/security.schema.json', of: /^security\.json$/, schema: securitySchema },
  { path: 'schema/rules.schema.json', of: /^rules\.json$/, schema: rulesSchema },
  { path: 'schema/feed.schema.json', of: /(?:^feeds\/all|\/feed)\.json$/, schema: jsonFeedSchema },
  { path: 'schema/badge.schema.json', of: /\/badge\/[a-z]+\.json$/, schema: badgeSchema },
  { path: 'schema/oembed.schema.json', of: /\/oembed\.json$/, schema: oEmbedSchema },
];
