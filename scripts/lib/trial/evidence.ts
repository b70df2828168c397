import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evidence } from '../types.ts';
import type { TrialContext } from './context.ts';
import { demultiplex, plainLog } from './log-text.ts';
import { dockerOf, type Nodes } from './nodes.ts';
import type { ObservedTask } from './observation.ts';
import { shortTimeline, timeline, timelineText } from './timeline.ts';

/** A file is for reading, not for keeping a flood. */
const FILE_CHARACTERS = 256 * 1024;
const TAIL_LINES = 200;
const SHOWN_LINES = 12;

/**
 * Drops the report and the evidence of an older trial: none of it may be taken for this one's, and if this one is killed, no report
 * is left that speaks of evidence that is gone. `parts`: folders of single rungs.
 */
export async function clearEvidence(folder: string, parts: readonly string[]): Promise<void> {
  await rm(join(folder, 'trial.json'), { force: true });
  for (const part of ['evidence', ...parts]) await rm(join(folder, part), { recursive: true, force: true });
}

export async function openEvidence(folder: string): Promise<void> {
  await mkdir(join(folder, 'evidence'), { recursive: true });
}

/** Keeps everything that goes with the engine. Call it before anything is removed. `output`: what the commands printed. */
export async function collectEvidence(
  context: Pick<TrialContext, 'observer' | 'engine' | 'folder'>,
  output: string,
): Promise<readonly Evidence[]> {
  const { observer, engine, folder } = context;
  const state = await observer.snapshot();
  const inspected = await Promise.all(
    state.tasks.flatMap(({ containerId }) => (containerId === null ? [] : [inspect(engine, containerId)])),
  );
  const whole = timelineText(timeline(state, observer.events, observer.commands));
  const files: Evidence[] = [
    {
      ...(await keep(folder, 'timeline', 'What happened', 'timeline.txt', whole)),
      text: plainLog(shortTimeline(whole)),
    },
    await keep(folder, 'output', 'What the commands printed', 'commands.txt', plainLog(output)),
    await keepJson(folder, 'events', 'Events', 'events.json', observer.events),
    await keepJson(folder, 'tasks', 'Services and tasks', 'tasks.json', state),
    await keepJson(folder, 'inspect', 'Containers', 'inspect.json', inspected),
  ];
  for (const service of state.services) {
    const tasks = state.tasks.filter(({ serviceId }) => serviceId === service.id);
    const log = await logOf(engine, tasks);
    files.push(await keep(folder, 'log', `Log of ${service.name}`, `log-${service.name}.txt`, log));
  }
  return files;
}

/** Log of all tasks of a service, oldest first, each under a line that says how it ended. */
async function logOf(engine: Nodes, tasks: readonly ObservedTask[]): Promise<string> {
  const parts: string[] = [];
  for (const task of [...tasks].sort((a, b) => a.createdAt - b.createdAt)) {
    const text = task.containerId === null ? '' : await readLog(engine, task.containerId);
    const exit = task.exitCode === null ? '' : `, exit code ${task.exitCode}`;
    if (tasks.length > 1) parts.push(`── task ${task.id}: ${task.state}${exit}`);
    if (text !== '') parts.push(text);
  }
  return parts.join('\n');
}

/** The last lines a container wrote, safe to print; '' when it wrote none or is gone. */
export async function readLog(engine: Nodes, containerId: string, lines = TAIL_LINES): Promise<string> {
  const docker = await dockerOf(engine, containerId);
  const buffer = await docker
    .getContainer(containerId)
    .logs({ stdout: true, stderr: true, tail: lines, follow: false })
    .catch(() => Buffer.of());
  return plainLog(demultiplex(buffer), lines);
}

/** Settings of a trial are made up, yet nobody should get used to passwords in published files. */
async function inspect(engine: Nodes, id: string): Promise<unknown> {
  const docker = await dockerOf(engine, id);
  const inspected = await docker
    .getContainer(id)
    .inspect()
    .catch(() => null);
  if (inspected === null) return { Id: id, gone: true };
  const { Id, State, RestartCount, Platform, AppArmorProfile, HostConfig, Mounts } = inspected;
  return { Id, Image: inspected.Config.Image, State, RestartCount, Platform, AppArmorProfile, HostConfig, Mounts };
}

/** Keeps a value as a file beside the report. */
export async function keepJson(
  folder: string,
  kind: Evidence['kind'],
  title: string,
  name: string,
  value: unknown,
): Promise<Evidence> {
  const file = `evidence/${name}`;
  await writeFile(join(folder, file), `${JSON.stringify(value, null, 1)}\n`);
  return { kind, title, file };
}

/** Keeps the end of a text as a file beside the report, and a few lines of it in the report. */
export async function keep(
  folder: string,
  kind: Evidence['kind'],
  title: string,
  name: string,
  text: string,
): Promise<Evidence> {
  const file = `evidence/${name}`;
  await writeFile(join(folder, file), `${text.slice(-FILE_CHARACTERS)}\n`);
  return { kind, title, file, text: plainLog(text, SHOWN_LINES) };
}
