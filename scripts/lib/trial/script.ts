import type { ScriptResult } from '../engine/engine.ts';
import type { Command } from '../types.ts';
import type { TrialContext } from './context.ts';
import { plainLog } from './log-text.ts';

/** Runs one of the plan's commands after its settings, as a hoster's shell would; null when the plan has none of this id. */
export async function runPlanned(context: TrialContext, id: Command['id']): Promise<ScriptResult | null> {
  const { commands } = context.plan;
  const settings = commands.find((command) => command.id === 'settings');
  const command = commands.find((each) => each.id === id);
  if (command === undefined || settings === undefined) return null;
  context.ran(settings);
  context.ran(command);
  const script = `${settings.script}\n${command.script}\n`;
  const at = Date.now();
  const result = await context.engine.run(script, { cwd: context.workplace, signal: context.signal });
  context.observer.note({ at, id, exitCode: result.exitCode, durationMs: result.durationMs });
  return result;
}

/** What a failed command said last, in one line. */
export function lastLine(output: string): string {
  return plainLog(output, 1).trim().slice(0, 400) || 'it printed nothing';
}
