/** Runs one benchmark of test/bench. They print ratios against a peer or a physical limit; timing decides nothing. */
import { readdir } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { runCommand } from './lib/command.ts';

const FOLDER = 'test/bench';

await runCommand({
  name: 'npm run bench --',
  summary: 'Measure: prints ratios against a peer or a physical limit taken in the same run.',
  positionals: '[bench]',
  options: {},
  examples: ['npm run bench', 'npm run bench -- lint'],
  async run({ positionals }) {
    const benches = (await readdir(FOLDER)).filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -3));
    const [wanted] = positionals;
    if (wanted === undefined || !benches.includes(wanted)) {
      process.stdout.write(`benches: ${benches.join(', ')}\n`);
      return wanted === undefined ? 0 : 2;
    }
    await import(pathToFileURL(`${FOLDER}/${wanted}.ts`).href);
    return 0;
  },
});
