/** With its modules compiled once and for all: to find and compile them anew takes longer than a scan whose images are known. */
import module from 'node:module';
import { join } from 'node:path';

module.enableCompileCache(join(import.meta.dirname, '../.cache/node'));
const { default: scanCommand } = await import('./lib/scan-command.ts');
await scanCommand();
