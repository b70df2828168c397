import { addAbortSignal } from 'node:stream';
import { KnownError } from '../command.ts';
import { LIMITS } from '../recipe/limits.ts';

/** Standard input as a document. Throws KnownError when nobody writes to it. */
export async function readStdin(signal: AbortSignal): Promise<Buffer> {
  const { stdin } = process;
  if (stdin.isTTY) {
    throw new KnownError('nobody writes to standard input', 'Use it as in: npm run lint -- --stdin < compose.yml');
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of addAbortSignal(signal, stdin) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    // Over the limit of a file already, which is a finding; what is endless would never be one.
    if (length > 2 * LIMITS.fileBytes) break;
  }
  return Buffer.concat(chunks);
}
