/**
 * What `scripts/lint.ts` is a link to. Node goes by the name of the file behind a link: as JavaScript it starts without the
 * type stripper (50 ms), and the bundle spares it to find and compile a hundred and fifty modules (100 ms more).
 */
import module from 'node:module';
import { join } from 'node:path';

if (module.enableCompileCache === undefined) {
  process.stderr.write(
    `error: this is Node ${process.version}, and 22.18 or newer is needed\n  npm run lint brings its own\n`,
  );
  process.exit(2);
}
module.enableCompileCache(join(import.meta.dirname, '../../.cache/node'));
const { runBundled } = await import('./bundle.ts');
await runBundled('scripts/lib/lint-command.ts', { thread: join(import.meta.dirname, 'lint-thread.js') });
