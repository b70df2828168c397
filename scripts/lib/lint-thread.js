/** What a thread of lint runs: the bundle that started it. */
import module from 'node:module';
import { join } from 'node:path';

module.enableCompileCache(join(import.meta.dirname, '../../.cache/node'));
const { runBundled } = await import('./bundle.ts');
await runBundled('scripts/lib/lint-command.ts', { name: 'answerQuestions' });
