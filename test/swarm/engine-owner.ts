/**
 * A program that owns an engine, for tests that kill it: prints each phase, then serves until it is interrupted.
 * usage: node engine-owner.ts CACHE REFERENCE DIGEST STORE [NODES]
 */
import { type EnginePhase, startLocalEngine } from '../../scripts/lib/engine/local.ts';

const [cache = '', reference = '', digest = '', store = '', nodes = '1'] = process.argv.slice(2);
const say = (line: EnginePhase | 'serving' | 'removed'): unknown => process.stdout.write(`${line}\n`);
const interrupted = new AbortController();
process.on('SIGINT', () => interrupted.abort(new Error('interrupted')));
const { signal } = interrupted;

try {
  await using engine = await startLocalEngine({
    cache,
    served: [{ reference, digest, store }],
    signal,
    onPhase: say,
    nodes: Number(nodes),
  });
  await engine.run(`docker service create --quiet --detach --mode global --name idle ${reference} sleep infinity`, {
    cwd: '/',
    signal,
  });
  await engine.run('while [ -z "$(docker ps -q)" ]; do sleep 0.1; done', { cwd: '/', signal });
  await engine.dial(2377);
  say('serving');
  await engine.run('sleep 600', { cwd: '/', signal });
} catch (error) {
  if (!signal.aborted) throw error;
  process.exitCode = 130;
}
say('removed');
