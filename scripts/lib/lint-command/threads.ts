/** Many inputs are judged side by side, and told in the order they would have had. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { KnownError } from '../command.ts';
import type { Answer, Question } from './answer.ts';
import type { Input } from './inputs.ts';
import { judge, type Told } from './judge.ts';
import { storeReport } from './store.ts';

/** Git is asked once for so many recipes. */
const BLOCK = 100;
/** Each holds as much memory as a whole run. */
const MOST_THREADS = 8;

/** Stores the reports of recipes as well. `script`: what a thread runs. */
export async function* judgeInThreads(
  script: string,
  root: string,
  inputs: readonly Input[],
): AsyncGenerator<Told | KnownError> {
  const recipes = inputs.filter(({ kind }) => kind === 'recipe');
  const ordered = [...recipes, ...inputs.filter(({ kind }) => kind !== 'recipe')];
  const blocks = Array.from({ length: Math.ceil(ordered.length / BLOCK) }, (_, index) =>
    ordered.slice(index * BLOCK, (index + 1) * BLOCK),
  );
  const count = Math.min(availableParallelism(), MOST_THREADS, blocks.length);
  // This thread is the first.
  const others = Array.from({ length: count - 1 }, () => startThread(script));
  const answers = new Map<number, Promise<Answer>>();
  const ask = (index: number) => {
    const [block, thread] = [blocks[index], others[(index % count) - 1]];
    if (block !== undefined && thread !== undefined) answers.set(index, thread.ask({ root, inputs: block }));
  };
  try {
    // One block to work on and one to go on with: nobody waits for the slowest, and few answers wait to be printed.
    const ahead = 2 * count;
    for (let index = 0; index < ahead; index++) ask(index);
    for (const [index, block] of blocks.entries()) {
      const answer = answers.get(index);
      if (answer === undefined) yield* judgeHere(root, block);
      else yield* toldBy(await answer);
      answers.delete(index);
      ask(index + ahead);
    }
  } finally {
    await Promise.all(others.map(({ worker }) => worker.terminate()));
  }
}

async function* judgeHere(root: string, inputs: readonly Input[]): AsyncGenerator<Told | KnownError> {
  for await (const found of judge(root, inputs)) {
    if (!(found instanceof KnownError)) storeReport(root, found);
    yield found;
  }
}

function* toldBy(answer: Answer): Generator<Told | KnownError> {
  for (const each of answer) {
    if ('help' in each) yield new KnownError(each.message, each.help);
    else yield { input: each.input, report: each.report, source: (file) => each.texts.get(file) };
  }
}

interface Thread {
  readonly worker: Worker;
  readonly ask: (question: Question) => Promise<Answer>;
}

/** Answers come in the order of the questions. */
function startThread(script: string): Thread {
  const worker = new Worker(script, { argv: [] });
  let failure: unknown = null;
  const waiting: { readonly done: (answer: Answer) => void; readonly fail: (error: unknown) => void }[] = [];
  worker.on('message', (answer: Answer) => waiting.shift()?.done(answer));
  worker.on('error', (error) => {
    failure = error;
    for (const { fail } of waiting) fail(error);
  });
  const ask = (question: Question) => {
    const answer = new Promise<Answer>((done, fail) => {
      if (failure !== null) return fail(failure);
      waiting.push({ done, fail });
      worker.postMessage(question);
    });
    // It is heard of when its turn comes.
    answer.catch(() => {});
    return answer;
  };
  return { worker, ask };
}
