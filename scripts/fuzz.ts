import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fuzz, inputOf } from '../test/fuzz/fuzz.ts';
import { KnownError, runCommand } from './lib/command.ts';

const FOLDER = 'out/fuzz';

await runCommand({
  name: 'npm run fuzz --',
  summary: 'Reads, lints, repairs and prints recipes that nobody would write, and looks for one that breaks us.',
  positionals: '',
  options: {
    seconds: { type: 'string', value: 'SECONDS', help: 'how long (default 60)' },
    seed: {
      type: 'string',
      value: 'NUMBER',
      help: 'the first input; each has the number after the one before (default by chance)',
    },
    count: { type: 'string', value: 'NUMBER', help: 'stop after so many inputs' },
  },
  examples: ['npm run fuzz', 'npm run fuzz -- --seconds 600', 'npm run fuzz -- --seed 4711 --count 1'],
  async run({ values, positionals }) {
    if (positionals.length > 0) throw new KnownError(`what is "${positionals[0]}"?`, 'Inputs are made up here.');
    const seconds = wholeNumber('seconds', values.seconds ?? '60');
    const seed = wholeNumber('seed', values.seed ?? String(Math.floor(Math.random() * 1e9)));
    const most = wholeNumber('count', values.count ?? String(Number.MAX_SAFE_INTEGER));
    process.stderr.write(`trying inputs from seed ${seed} on for ${seconds} s …\n`);
    const { tried, faults, slowest } = await fuzz({
      seed,
      seconds,
      most,
      onFault: ({ seed: of, kind, what }) =>
        process.stdout.write(`${of}  ${kind}\n  ${what.replaceAll('\n', '\n  ')}\n`),
    });
    const broken = [...new Set(faults.map((fault) => fault.seed))];
    for (const each of broken.slice(0, 20)) await keep(each);
    process.stdout.write(`${tried} inputs, ${broken.length} broke something`);
    process.stdout.write(
      slowest === null ? '\n' : `; slowest ${Math.round(slowest.cpuMs)} ms: ${slowest.seed}, ${slowest.kind}\n`,
    );
    for (const each of broken.slice(0, 20))
      process.stdout.write(`  again: npm run fuzz -- --seed ${each} --count 1   files: ${FOLDER}/${each}/\n`);
    return broken.length > 0 || tried === 0 ? 1 : 0;
  },
});

async function keep(seed: number): Promise<void> {
  for (const [path, bytes] of inputOf(seed).files) {
    const file = join(FOLDER, String(seed), path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (/^[0-9]+$/.test(text) && Number.isSafeInteger(number)) return number;
  throw new KnownError(`--${option} is "${text}", no number`, 'Give a whole number.');
}
