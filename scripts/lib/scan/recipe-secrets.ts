/** Credentials in a recipe's own files: what the scanner's rules know by their shape, beside what lint knows by their name. Pure. */
import type { Finding, Recipe } from '../types.ts';
import type { LayerSecret } from './image-scan.ts';
import type { ScanWaiver } from './waivers.ts';

const RULE = 'recipe-secret';

export function judgeFiles(
  { folder }: Pick<Recipe, 'folder'>,
  secrets: readonly LayerSecret[],
  waivers: readonly ScanWaiver[],
): { readonly findings: readonly Finding[]; readonly waived: readonly Finding[] } {
  const found = secrets.map(({ title, file, line }): Finding => {
    const what = title || 'a credential';
    return {
      ...{ step: 'scan', rule: RULE, severity: 'error', path: null, data: { file } },
      message: `File ${JSON.stringify(file)} holds ${what}`,
      help: 'Take it out, replace it wherever it is used, and let swarm hand it over as a secret.',
      place: { file: `${folder}/${file}`, line: line ?? 1, column: 1 },
    };
  });
  const waiver = waivers.find(({ rule, holds, service }) => holds && rule === RULE && service === null);
  if (waiver === undefined) return { findings: found, waived: [] };
  const { reason, until } = waiver;
  return { findings: [], waived: found.map((each) => ({ ...each, waiver: { reason, until } })) };
}
