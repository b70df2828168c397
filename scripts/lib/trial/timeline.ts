/** What happened to a stack, in the order it happened: commands, containers and tasks merged. Pure. */
import type { Observation, ObservedCommand, ObservedEvent } from './observation.ts';

export interface Moment {
  readonly at: number;
  readonly what: string;
}

/** Lines that a screen has room for. */
const SHOWN = 20;
/** Of those: how it began. The rest is how it ended. */
const FIRST = 6;

export function timeline(
  state: Pick<Observation, 'services' | 'tasks'>,
  events: readonly ObservedEvent[],
  commands: readonly ObservedCommand[],
): readonly Moment[] {
  const started = commands.map(({ at, id }) => ({ at, what: `$ ${id}` }));
  const ended = commands
    .filter(({ exitCode }) => exitCode !== 0)
    .map(({ at, durationMs, id, exitCode }) => ({
      at: at + durationMs,
      what: `$ ${id} ended with exit code ${exitCode}`,
    }));
  const seen = events
    .filter(({ action, service }) => service !== null && action !== 'kill' && action !== 'destroy')
    .map(({ at, service, action, exitCode, probe }) => ({ at, what: `${service}: ${told(action, exitCode, probe)}` }));
  const failed = state.tasks
    .filter(({ error }) => error !== '')
    .map(({ since, serviceId, state: is, error }) => {
      const name = state.services.find(({ id }) => id === serviceId)?.name ?? 'a service that is gone';
      return { at: since, what: `${name}: task ${is}: ${error}` };
    });
  const updates = state.services.flatMap(({ name, update }) =>
    update === null ? [] : [{ at: update.startedAt, what: `${name}: update, now ${update.state}` }],
  );
  return [...started, ...ended, ...seen, ...failed, ...updates].toSorted((a, b) => a.at - b.at);
}

/** `  3.7 s  app: unhealthy: no database`, in seconds since the first. */
export function timelineText(moments: readonly Moment[]): string {
  const [first] = moments;
  return moments
    .map(({ at, what }) => `${((at - (first?.at ?? 0)) / 1000).toFixed(1).padStart(6)} s  ${oneLine(what)}`)
    .join('\n');
}

/** The beginning and the end, with what lies between counted. */
export function shortTimeline(text: string): string {
  const lines = text.split('\n');
  if (lines.length <= SHOWN) return text;
  const last = lines.slice(FIRST + 1 - SHOWN);
  return [...lines.slice(0, FIRST), `      …  ${lines.length - FIRST - last.length} more`, ...last].join('\n');
}

function told(action: string, exitCode: number | null, probe: string | null): string {
  if (action === 'die') return `ended with exit code ${exitCode ?? 'unknown'}`;
  if (action === 'oom') return 'out of memory';
  if (action === 'start') return 'started';
  const health = action.replace(/^health_status: /, '');
  return probe === null ? health : `${health}: ${probe}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 160);
}
