import { join } from 'node:path';
import { openPlaces } from '../places.ts';
import { reportFolder } from '../report/store.ts';
import type { Recipe, Retry, Rung, RungId } from '../types.ts';
import { attended, type Parting } from './attend.ts';
import { blame } from './blame.ts';
import { openEvidence } from './evidence.ts';
import type { RungOptions } from './installed.ts';
import { slowdown } from './machine.ts';
import type { Outcome } from './report.ts';
import type { TrialOptions } from './run.ts';
import { INSTALLING, inFolder } from './rung.ts';
import { tookLastTime } from './took.ts';

interface Climber {
  readonly folder: string;
  /** Does `work` once there is a place for an engine; what it throws is noted as ours, for `rung` alone. */
  climb(rung: RungId | null, rungs: readonly RungId[], work: (own: RungOptions) => Promise<void>): Promise<void>;
  /** From the first engine on: waiting for a place is nobody's time. */
  time(): { readonly startedAt: Date; readonly durationMs: number };
}

/** Gets each part of one trial a place for its engine and a folder for its evidence, and notes what breaks. */
export function openClimber(recipe: Recipe, stack: string, options: TrialOptions, outcome: Outcome): Climber {
  const { places = openPlaces(1), last = null, onStep = () => undefined, signal } = options;
  // Rungs that need them get them read.
  const { startingPoints, ...shared } = options;
  const folder = options.folder ?? reportFolder(options.root, recipe.name, recipe.version);
  const name = options.variant === undefined ? recipe.name : `${recipe.name} with ${options.variant}`;
  let startedAt: Date | null = null;
  return {
    folder,
    climb: (rung, rungs, work) =>
      places.take(tookLastTime(last, rungs), async () => {
        const started = performance.now();
        startedAt ??= new Date();
        const say = (doing: string, ended = false) =>
          onStep({ recipe: name, rung, doing, seconds: (performance.now() - started) / 1000, ended });
        const onEngine: RungOptions['onEngine'] = (facts) => {
          outcome.engine ??= facts;
          outcome.slowdown ??= slowdown(facts);
        };
        const own = join(folder, rung ?? '');
        const partings: Parting[] = [];
        const retried: Retry[] = [];
        const onRetry = (retry: Retry) => void retried.push(retry);
        const provider = attended(options.provider, { stack, folder: own, signal }, (parting) =>
          partings.push(parting),
        );
        let broken: string | null = null;
        try {
          await openEvidence(own);
          await work({ ...shared, provider, folder: own, progress: say, onEngine, onRetry });
        } catch (error) {
          if (signal.aborted) return;
          broken = error instanceof Error ? error.message : String(error);
        }
        const isOurs = ({ id }: Rung) => (rung === null ? INSTALLING.includes(id) : id === rung);
        const judged = blame({ rungs: outcome.rungs.filter(isOurs), broken }, partings, rung ?? 'deploys');
        const noted = judged.rungs.map((each) => (each.id === (rung ?? 'deploys') ? withRetries(each, retried) : each));
        const climbed = rung === null ? noted : noted.map((each) => inFolder(each, rung));
        outcome.rungs = [...outcome.rungs.filter((each) => !isOurs(each)), ...climbed];
        if (judged.broken !== null) outcome.broken = [...outcome.broken, { rung, message: judged.broken }];
        say(outcome.broken.some((each) => each.rung === rung) ? 'broken' : 'done', true);
      }),
    time: () => ({ startedAt: startedAt ?? new Date(), durationMs: Date.now() - (startedAt?.getTime() ?? Date.now()) }),
  };
}

function withRetries(rung: Rung, retries: readonly Retry[]): Rung {
  return retries.length === 0 ? rung : { ...rung, retried: [...(rung.retried ?? []), ...retries] };
}
