/** Who a container runs as. */
import type { Json } from '../types.ts';

/** The user of `user`, without the group; null when nobody is named, which leaves it to the image. */
export function userOf(user: Json | undefined): string | null {
  if (typeof user !== 'string' && typeof user !== 'number') return null;
  const name = String(user).split(':', 1)[0]?.trim() ?? '';
  return name === '' ? null : name;
}

/** Docker reads "00" and "+0" as the number 0. */
export function isRoot(user: string): boolean {
  return user === 'root' || /^[+-]?0+$/.test(user);
}
