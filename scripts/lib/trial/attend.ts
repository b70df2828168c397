import type { Condition, EngineProvider } from '../engine/engine.ts';
import type { Evidence } from '../types.ts';
import { collectEvidence, keep, keepJson } from './evidence.ts';
import { observeStack } from './observe.ts';

/** What an engine was like when it was given back. */
export interface Parting {
  readonly condition: Condition;
  /** Kept when nothing else could be, because the trial was interrupted or the engine is ill. */
  readonly evidence: readonly Evidence[];
}

/** An engine that does not tell within this time will not tell. */
const PATIENCE_MS = 5000;

/**
 * The same engines, each asked for its condition before it is removed, whichever rung had it and however that ended. When the
 * rung cannot have kept evidence any more, it is kept now.
 */
export function attended(
  provider: EngineProvider,
  options: { readonly stack: string; readonly folder: string; readonly signal: AbortSignal },
  onParting: (parting: Parting) => void,
): EngineProvider {
  const { stack, folder, signal } = options;
  return {
    ...provider,
    async start(wanted) {
      const engine = await provider.start(wanted);
      const observer = await observeStack(engine, stack).catch(async (error: unknown) => {
        await engine[Symbol.asyncDispose]();
        throw error;
      });
      const part = async (): Promise<Parting> => {
        const condition = await engine.condition();
        if (condition.ailment === null && !signal.aborted) return { condition, evidence: [] };
        const events = () => keepJson(folder, 'events', 'Events', 'events.json', observer.events);
        const rest = collectEvidence({ observer, engine, folder }, '').catch(async () => [await events()]);
        const late = new Promise<readonly Evidence[]>((resolve) => setTimeout(resolve, PATIENCE_MS, []).unref());
        const log = await keep(folder, 'log', 'What the engine itself said', 'engine.txt', condition.log);
        return { condition, evidence: [log, ...(await Promise.race([rest, late]))] };
      };
      return {
        ...engine,
        async [Symbol.asyncDispose]() {
          try {
            onParting(await part());
          } finally {
            await observer[Symbol.asyncDispose]();
            await engine[Symbol.asyncDispose]();
          }
        },
      };
    },
  };
}
