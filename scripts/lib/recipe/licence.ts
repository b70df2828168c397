import { createRequire } from 'node:module';
import type { Fault } from './limits.ts';
import { quote } from './limits.ts';
import { didYouMean } from './nearest.ts';

/** Loaded when asked for only: most licences are a single identifier and need no parser. */
const require = createRequire(import.meta.url);

/** What is wrong with an SPDX expression such as `GPL-2.0-only OR MIT`, null when nothing is. */
export function licenceFault(expression: string): Fault | null {
  const identifiers: readonly string[] = require('spdx-license-ids/index.json');
  if (identifiers.includes(expression)) return null;
  const deprecated: readonly string[] = require('spdx-license-ids/deprecated.json');
  if (deprecated.includes(expression)) {
    const current = identifiers.filter((identifier) => identifier.startsWith(`${expression}-`));
    const help = current.length === 0 ? 'See https://spdx.org/licenses/.' : `Write ${current.join(' or ')}.`;
    return { message: `Licence ${quote(expression)} is deprecated in the SPDX list`, help };
  }
  const parse: (text: string) => unknown = require('spdx-expression-parse');
  try {
    parse(expression);
    return null;
  } catch {
    const help = `Write an SPDX identifier or expression, see https://spdx.org/licenses/.${didYouMean(expression, identifiers)}`;
    return { message: `Licence ${quote(expression)} is not in the SPDX list`, help };
  }
}
