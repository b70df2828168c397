import { quote } from './limits.ts';

/**
 * The text of an `.env` that `set -a; . ./.env; set +a` reads back exactly: every value in single quotes, nothing expanded or
 * executed. Throws on a name that is no shell name and on NUL, which no shell can carry.
 */
export function formatEnv(values: { readonly [name: string]: string }): string {
  return Object.entries(values)
    .map(([name, value]) => {
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new TypeError(`${quote(name)} is not a name for a setting`);
      if (value.includes('\0')) throw new TypeError(`The value of ${name} holds NUL`);
      return `${name}='${value.replaceAll("'", "'\\''")}'\n`;
    })
    .join('');
}
