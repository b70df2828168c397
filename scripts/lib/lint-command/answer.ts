/** What a thread does: it judges blocks of inputs, stores their reports and hands over what is printed of them. */
import { parentPort } from 'node:worker_threads';
import { KnownError } from '../command.ts';
import type { Report } from '../types.ts';
import type { Input } from './inputs.ts';
import { judge } from './judge.ts';
import { storeReport } from './store.ts';

export interface Question {
  readonly root: string;
  readonly inputs: readonly Input[];
}

/** In the order of the inputs. */
export type Answer = readonly (AnsweredReport | { readonly message: string; readonly help: string })[];

interface AnsweredReport {
  readonly input: Input;
  readonly report: Report;
  /** Of the files in which something was found. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Answers the questions of whoever started this thread, one after the other, until it is ended. */
export function answerQuestions(): void {
  let before = Promise.resolve();
  parentPort?.on('message', (question: Question) => {
    before = before.then(async () => parentPort?.postMessage(await answer(question)));
  });
}

async function answer({ root, inputs }: Question): Promise<Answer> {
  const answers: Answer[number][] = [];
  for await (const found of judge(root, inputs)) {
    if (found instanceof KnownError) {
      answers.push({ message: found.message, help: found.help });
      continue;
    }
    const { input, report, source } = found;
    storeReport(root, found);
    const texts = new Map<string, string>();
    for (const { place } of report.findings) {
      const text = place === null ? undefined : source(place.file);
      if (place !== null && text !== undefined) texts.set(place.file, text);
    }
    answers.push({ input, report, texts });
  }
  return answers;
}
