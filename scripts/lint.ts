/** Starts in half the time: without the cache node strips and compiles a hundred files again on each run. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '../.cache/node'));
await import('./lib/lint-command.ts');
