import type { Rung } from '../../types.ts';
import { canaryEvidence, type Installed } from '../installed.ts';
import { rung } from '../rung.ts';
import { unnamedVolumes } from './sizes.ts';

/** A recipe without a volume keeps no data, unless it was forgotten. */
export async function judgeWithoutVolume({ world, planted }: Installed): Promise<Rung> {
  const [found] = [...planted.canaries.map(({ where }) => where), ...planted.unplanted];
  if (found !== undefined) {
    const reason = `It keeps data in no volume, so no backup can save it: ${found}.`;
    return rung('restores', 'fail', { reason, evidence: canaryEvidence(planted, []) });
  }
  const kept = (await unnamedVolumes(world)).find(({ size }) => size > 0);
  if (kept === undefined) {
    return rung('restores', 'skip', {
      reason: 'It keeps no data: it declares no volume, and nothing was found in others.',
    });
  }
  const what = `its image keeps ${kept.size} bytes in one without a name ${kept.where}`;
  const reason = `it declares no volume, and ${what}; if nobody needs them, say so by trial.skip in recipe.yml`;
  return rung('restores', 'unverified', { reason });
}
