import { KnownError } from '../command.ts';

/** Where to ask for images of a registry before the registry itself. */
export interface Mirror {
  readonly host: string;
  /** `mirror.example.org:5000/prefix`, without scheme. */
  readonly location: string;
  /** False for `http://`. */
  readonly tls: boolean;
}

/** Reads `COMMONS_MIRROR`, e.g. `docker.io=http://127.0.0.1:5000,ghcr.io=https://mirror.example.org/ghcr`. */
export function parseMirrors(text: string): readonly Mirror[] {
  return text
    .split(',')
    .filter((entry) => entry.trim() !== '')
    .map((entry) => {
      const found = /^([a-z0-9.:-]+)=(https?):\/\/([^\s/][^\s]*?)\/?$/.exec(entry.trim());
      if (found === null) {
        throw new KnownError(
          `"${entry.trim()}" in COMMONS_MIRROR is no mirror`,
          'write HOST=URL, e.g. docker.io=https://mirror.example.org',
        );
      }
      return { host: found[1] ?? '', location: found[3] ?? '', tls: found[2] === 'https' };
    });
}
