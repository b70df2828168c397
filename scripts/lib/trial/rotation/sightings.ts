/** Pure: where in what was read a secret stands. */

/** What a short value is found in says nothing. */
export const SHORTEST = 8;

export interface Entry {
  /** For people: `the log of db`. */
  readonly where: string;
  readonly text: string;
}

export interface Found {
  readonly key: string;
  readonly where: string;
}

export function findIn(
  secrets: readonly { readonly key: string; readonly value: string }[],
  entries: readonly Entry[],
): readonly Found[] {
  return entries.flatMap(({ where, text }) =>
    secrets.flatMap(({ key, value }) => (text.includes(value) ? [{ key, where }] : [])),
  );
}

/** Strings that each end in NUL; one that begins with \x01 says what the following ones are. */
export function parseProcesses(text: string, service: string): readonly Entry[] {
  let kind = '';
  return text.split('\0').flatMap((string) => {
    if (string.startsWith('\x01')) kind = string.slice(1);
    if (string === '' || string.startsWith('\x01')) return [];
    const [name = ''] = string.split('=');
    const what = kind === 'variable' ? `the environment variable ${name.slice(0, 80)}` : 'an argument';
    return [
      { where: `${what} of a process of ${service}`, text: kind === 'variable' ? string.slice(name.length) : string },
    ];
  });
}
