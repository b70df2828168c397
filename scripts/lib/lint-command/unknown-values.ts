/** Of a compose file alone nobody knows what its variables will hold: what depends on that cannot be judged. */
import { RULES } from '../lint/rules.ts';
import { variablesIn } from '../recipe/interpolate.ts';
import { tokenLength } from '../report/frame.ts';
import type { Finding, RecipeFile } from '../types.ts';

/** They judge a value as a whole. */
const OF_WHOLE_VALUES: ReadonlySet<string> = new Set(['constraint-impossible', 'route-foreign-host']);
/** They judge what stands behind the "=" of a label. */
const OF_LABELS: ReadonlySet<string> = new Set(['route-catch-all']);

const VALUE = /^["']?\$/;
const LABEL = /^(?:[^=]*=|["']?)\$/;

const FAMILIES = new Map(RULES.map(({ id, family }) => [id, family]));

/** `files`: where the place is. `known`: variables whose value stands beside the file. */
export function isOfUnknownValue(
  { rule, place }: Finding,
  files: readonly RecipeFile[],
  known: ReadonlySet<string>,
): boolean {
  const family = FAMILIES.get(rule);
  // Whether the file can be read at all, and what docker makes of an empty value, is true whatever the value is.
  if (place === null || family === undefined || family === 'format') return false;
  const file = files.find(({ path }) => place.file.endsWith(`/${path}`));
  const line = file?.content.split('\n', place.line)[place.line - 1];
  if (line === undefined) return false;
  const start = place.column - 1;
  const token = line.slice(start, start + tokenLength(line, start));
  const isUnknown = variablesIn(token).some((variable) => variable.default === null && !known.has(variable.name));
  if (!isUnknown) return false;
  // Half of a path, a port or a label may still say enough; half the name of an image does not.
  return family === 'image' || OF_WHOLE_VALUES.has(rule) || (OF_LABELS.has(rule) ? LABEL : VALUE).test(token);
}
