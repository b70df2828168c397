/**
 * Records what a real engine shows of the stacks in test/fixtures/trial/converge, as `input.json` beside each:
 * `node test/swarm/record-trial.ts [case…]`. What should be made of it, `expected.json`, is written by people.
 */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PrivateEngine, startLocalEngine } from '../../scripts/lib/engine/local.ts';
import { startInNetwork } from '../../scripts/lib/engine/namespace.ts';
import { storeFolder } from '../../scripts/lib/engine/paths.ts';
import type { ServedImage } from '../../scripts/lib/engine/registry-view.ts';
import type { Observation } from '../../scripts/lib/trial/observation.ts';
import { observeStack } from '../../scripts/lib/trial/observe.ts';
import { makeTinyImage, newTestCache } from './engine-setup.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/trial/converge');
/** Nothing new for so long means nothing will come; a loop that never ends is cut off. */
const QUIET_MS = 6_000;
const FRAMES = 15;
const POLL_MS = 75;
const STACK = 'wiki';
const signal = AbortSignal.timeout(600_000);

interface Frame {
  readonly at: number;
  readonly state: Observation;
  /** How many of the events were known. */
  readonly events: number;
}

const cache = await newTestCache();
try {
  const tiny = await makeTinyImage(storeFolder(cache, 'images'));
  const wanted = process.argv.slice(2);
  for (const name of wanted.length > 0 ? wanted : await readdir(FOLDER)) await record(name, tiny);
} finally {
  await rm(cache, { recursive: true, force: true });
}

/** Each on an engine of its own: nothing that one case left can be seen by the next. */
async function record(name: string, tiny: ServedImage): Promise<void> {
  const folder = join(FOLDER, name);
  await using engine = await startLocalEngine({ cache, served: [tiny], signal });
  const listen = 'require("node:net").createServer().listen(18091)';
  startInNetwork(engine.place, engine.daemon, [process.execPath, '-e', listen], 'foreign');
  await using observer = await observeStack(engine, STACK);
  if ((await readdir(folder)).includes('before.yml')) {
    await deploy(engine, folder, 'before.yml');
    while ((await observer.snapshot()).tasks.some(({ state }) => state !== 'running')) await sleep(POLL_MS);
    await sleep(1000);
  }
  const deployedAt = Date.now();
  await deploy(engine, folder, 'compose.yml');
  const frames: Frame[] = [];
  while (frames.length < FRAMES && Date.now() - (frames.at(-1)?.at ?? Date.now()) < QUIET_MS) {
    const frame = { at: Date.now(), state: await observer.snapshot(), events: observer.events.length };
    if (differs(frame, frames.at(-1))) frames.push(frame);
    await sleep(POLL_MS);
  }
  frames.push({ at: Date.now(), state: await observer.snapshot(), events: observer.events.length });
  const { events } = observer;
  await writeFile(join(folder, 'input.json'), text({ deployedAt, digest: tiny.digest, events, frames }));
  process.stdout.write(`${name}: ${frames.length} frames, ${events.length} events\n`);
}

async function deploy(engine: PrivateEngine, cwd: string, file: string): Promise<void> {
  const { exitCode, output } = await engine.run(`docker stack deploy -c ${file} ${STACK}`, { cwd, signal });
  if (exitCode !== 0) throw new Error(output);
}

function differs(frame: Frame, last: Frame | undefined): boolean {
  return frame.events !== last?.events || JSON.stringify(frame.state) !== JSON.stringify(last.state);
}

/** One line per frame and event, so that a new recording can be read as a diff. */
function text({ deployedAt, digest, events, frames }: Record<string, unknown> & { events: unknown; frames: unknown }) {
  const list = (values: unknown) => (values as unknown[]).map((value) => `\n  ${JSON.stringify(value)}`).join(',');
  const head = `{"deployedAt": ${deployedAt}, "digest": "${digest}",`;
  return `${head}\n"events": [${list(events)}],\n"frames": [${list(frames)}]}\n`;
}
