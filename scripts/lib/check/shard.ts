import { KnownError } from '../command.ts';

/**
 * The part `i/n` of `names`, every n-th by name. Not by how long they took: machines that remember different times would cut
 * differently and leave a recipe to nobody. Throws KnownError for what is no part.
 */
export function shardOf(names: readonly string[], part: string): readonly string[] {
  const [, index, count] = /^([1-9][0-9]{0,3})\/([1-9][0-9]{0,3})$/.exec(part) ?? [];
  if (index === undefined || count === undefined || Number(index) > Number(count)) {
    throw new KnownError(
      `--shard ${JSON.stringify(part)} is no part of a whole`,
      'Write e.g. --shard 1/4 to --shard 4/4.',
    );
  }
  const sorted = names.toSorted((a, b) => (a < b ? -1 : 1));
  return sorted.filter((_, at) => at % Number(count) === Number(index) - 1);
}
