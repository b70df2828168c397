/**
 * Does `work` for every item, at most `width` at once, in their order; resolves with the results in the same order. When one
 * throws no further is begun, and it is thrown on only after those under way have ended: nothing goes on behind our back.
 */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const faults: unknown[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length && faults.length === 0) {
      const index = next++;
      try {
        results[index] = await work(items[index] as Item);
      } catch (error) {
        faults.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, width) }, lane));
  if (faults.length > 0) throw faults[0];
  return results;
}
