import { KnownError } from '../command.ts';
import { dindProvider } from './dind.ts';
import type { EngineProvider } from './engine.ts';
import { localProvider } from './local.ts';
import { CACHE_FOLDER } from './paths.ts';
import { reap } from './reaper.ts';
import { openSharedProvider } from './shared.ts';

interface Chosen extends EngineProvider, AsyncDisposable {
  /** Removes what ended runs left, `all`: of other machines, too. Returns their ids. */
  reap(all: boolean): Promise<readonly string[]>;
}

const CONTEXT = /^context:([A-Za-z0-9][A-Za-z0-9_.+-]{0,99})$/;

/**
 * The provider named, or the first that this machine can have: `local`, then `dind`. A swarm that others use is never chosen
 * without being named. Throws KnownError with the repair when it cannot be used here.
 */
export async function chooseProvider(name: string | undefined, signal: AbortSignal): Promise<Chosen> {
  const context = CONTEXT.exec(name ?? '')?.[1];
  if (context !== undefined) return await openSharedProvider(context, signal);
  const own = [{ ...localProvider(), reap: () => reap(CACHE_FOLDER) }, dindProvider()].filter(
    ({ kind }) => name === undefined || name === kind,
  );
  return { ...(await firstUsable(own, name)), [Symbol.asyncDispose]: async () => undefined };
}

/** The first that can be used here. When none can, what the first of them lacks is told. */
export async function firstUsable<Provider extends Pick<EngineProvider, 'unavailable'>>(
  providers: readonly Provider[],
  name?: string,
): Promise<Provider> {
  const lacking: { message: string; help: string }[] = [];
  for (const provider of providers) {
    const lacks = await provider.unavailable();
    if (lacks === null) return provider;
    lacking.push(lacks);
  }
  const [first] = lacking;
  if (first !== undefined) throw new KnownError(first.message, first.help);
  throw new KnownError(`no provider ${JSON.stringify(name)}`, 'There are local, dind and context:<docker context>.');
}
