/** What a service gives up of the power that containers have by default; all of it works in swarm. */
import { isList, type JsonMap } from '../recipe/json.ts';
import { capabilityName } from './capability.ts';
import { userOf } from './user.ts';

export interface Hardening {
  readonly namesUser: boolean;
  readonly isReadOnly: boolean;
  readonly drops: 'all' | 'some' | 'none';
}

export function hardeningOf({ user, read_only, cap_drop }: JsonMap): Hardening {
  const dropped = isList(cap_drop) ? cap_drop.map((capability) => capabilityName(String(capability))) : [];
  return {
    namesUser: userOf(user) !== null,
    isReadOnly: read_only === true || read_only === 'true',
    drops: dropped.includes('ALL') ? 'all' : dropped.length > 0 ? 'some' : 'none',
  };
}

/** Without any of it there is one thing to say, not three. */
export function isUnhardened({ namesUser, isReadOnly, drops }: Hardening): boolean {
  return !namesUser && !isReadOnly && drops === 'none';
}
