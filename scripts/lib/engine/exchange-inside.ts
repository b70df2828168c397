import { fileURLToPath } from 'node:url';
import type { Child } from './child.ts';
import type { Answer, Question } from './engine.ts';
import { runTool } from './tool.ts';

const EXCHANGE = fileURLToPath(import.meta.resolve('./exchange.ts'));

/** See `Engine.exchange`. */
export async function exchangeInside(daemon: Child, question: Question, signal: AbortSignal): Promise<Answer> {
  const network = `--net=/proc/${daemon.pid}/ns/net`;
  const asked = ['nsenter', network, '--', process.execPath, EXCHANGE, JSON.stringify(question)];
  const { exitCode, stdout, output } = await runTool(asked, { signal });
  if (exitCode !== 0) throw new Error(`asking port ${question.port}: ${output.trim().split('\n').at(-1)}`);
  return JSON.parse(stdout) as Answer;
}

/** Where the engine's network is out of our reach. */
export function cannotExchange(provider: string): Promise<never> {
  return Promise.reject(new Error(`ports cannot be asked with the provider ${provider}`));
}
