import type { Engine } from '../engine/engine.ts';
import type { Command } from '../types.ts';
import type { Observer } from './observe.ts';
import type { TrialPlan } from './plan.ts';

/** What every rung of one trial works with. */
export interface TrialContext {
  readonly plan: TrialPlan;
  readonly engine: Engine;
  readonly observer: Observer;
  /** The recipe's files with `.env`, where commands run. */
  readonly workplace: string;
  /** Folder of the report; evidence lies in `evidence/` below it. */
  readonly folder: string;
  /** Digest by reference of every image that was provided. */
  readonly digests: { readonly [reference: string]: string };
  readonly signal: AbortSignal;
  /** Notes that a command ran, for the report. */
  readonly ran: (command: Command) => void;
}
