import { type Parting, partingOf, wordsOfAnswer, wordsOfOurs } from '../test/stack/agreement.ts';
import { composeFiles } from '../test/stack/compose-files.ts';
import { readCases, topics, writeRecording } from '../test/stack/corpus.ts';
import { differenceOf } from '../test/stack/differences.ts';
import { verdictOf } from '../test/stack/ours.ts';
import { AT_A_TIME, answerIn, answersOf, clientVersion } from '../test/stack/reference.ts';
import { KnownError, runCommand } from './lib/command.ts';
import { sideBySide } from './lib/side-by-side.ts';

await runCommand({
  name: 'npm run agreement --',
  summary:
    'Compares what lint takes for refused by docker stack deploy with what docker stack config refuses: of compose files, each alone,\n' +
    'with the settings in .env.sample beside it; without any, of the corpus in test/fixtures/stack, with its meaning.',
  positionals: '[file or folder…]',
  options: {
    record: {
      type: 'boolean',
      help: 'ask the CLI for the corpus anew and keep what it says (then arguments are topics)',
    },
  },
  examples: [
    'npm run agreement',
    'npm run agreement -- path/to/compose.yml path/to/stacks/',
    'npm run agreement -- --record merge',
  ],
  async run({ values, positionals, signal }) {
    const client = await clientVersion();
    if (client === null) {
      const help = 'Install the Docker CLI, version 25.0 or newer; it needs no engine.';
      throw new KnownError('this machine has no docker command with "stack config"', help);
    }
    if (values.record === true) return record(client, positionals, signal);
    return positionals.length > 0 ? compareFiles(positionals, signal) : compareCorpus(client, signal);
  },
});

async function record(client: string, wanted: readonly string[], signal: AbortSignal): Promise<0> {
  const known = await topics();
  const unknown = wanted.find((topic) => !known.includes(topic));
  if (unknown !== undefined) throw new KnownError(`there is no topic "${unknown}"`, `There are ${known.join(', ')}.`);
  for (const topic of wanted.length > 0 ? wanted : known) {
    const cases = await readCases(topic);
    const answers = await answersOf(cases, signal);
    const named = answers.map((answer, index) => [cases[index]?.name ?? '', answer] as const);
    await writeRecording(topic, { client, answers: Object.fromEntries(named) });
    process.stdout.write(`${topic}: ${cases.length} cases\n`);
  }
  return 0;
}

async function compareFiles(paths: readonly string[], signal: AbortSignal): Promise<0 | 1> {
  const files = composeFiles(paths);
  if (files.length === 0) throw new KnownError('there is no compose file', 'Name files, or folders that hold some.');
  const answers = await sideBySide(files, AT_A_TIME, ({ folder, name, context }) => {
    signal.throwIfAborted();
    return answerIn(folder, [name], context.environment);
  });
  const differing = files.filter(({ path, name, text, context }, index) => {
    const [ours, answer] = [verdictOf([{ name, text }], context), answers[index]];
    if (answer === undefined || 'accepted' in ours === 'accepted' in answer) return false;
    process.stdout.write(`${path}\n  docker: ${wordsOfAnswer(answer)}\n  ours:   ${wordsOfOurs(ours)}\n`);
    return true;
  });
  tell(files.length - differing.length, files.length);
  return differing.length === 0 ? 0 : 1;
}

async function compareCorpus(client: string, signal: AbortSignal): Promise<0 | 1> {
  process.stderr.write(`asking docker ${client} of the corpus …\n`);
  const partings: Parting[] = [];
  let [all, unexplained] = [0, 0];
  for (const topic of await topics()) {
    const cases = await readCases(topic);
    const answers = await answersOf(cases, signal);
    all += cases.length;
    for (const [index, each] of cases.entries()) {
      const parting = partingOf(each, answers[index] ?? { refused: '' });
      if (parting === null) continue;
      partings.push(parting);
      const why = differenceOf(topic, each.name, parting.of)?.why;
      const { of, reference, ours } = parting;
      process.stdout.write(`${topic}: ${each.name} (${of})\n`);
      process.stdout.write(why === undefined ? `  docker: ${reference}\n  ours:   ${ours}\n` : `  known: ${why}\n`);
      if (why === undefined) unexplained++;
    }
  }
  tell(all - partings.length, all);
  const verdicts = partings.filter(({ of }) => of === 'verdict').length;
  process.stdout.write(
    `${verdicts} differ in the verdict, ${partings.length - verdicts} in the meaning; ${unexplained} of them without a known reason\n`,
  );
  return unexplained === 0 ? 0 : 1;
}

function tell(agreed: number, all: number): void {
  const share = `${(Math.floor((agreed / all) * 10_000) / 100).toFixed(2)} %`;
  process.stdout.write(`agreement: ${agreed} of ${all} (${share})\n`);
}
