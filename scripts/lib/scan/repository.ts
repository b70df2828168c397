/** Where the vulnerability database comes from: a repository of an OCI registry. Pure. */
import { KnownError } from '../command.ts';

export interface DatabaseRepository {
  /** `ghcr.io/aquasecurity/trivy-db` */
  readonly location: string;
  readonly tls: boolean;
}

/** Of its makers, in the order in which a current Trivy asks them. */
export const MAKERS: readonly DatabaseRepository[] = [
  { location: 'mirror.gcr.io/aquasec/trivy-db', tls: true },
  { location: 'ghcr.io/aquasecurity/trivy-db', tls: true },
];

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3})(?::|\/)/;

/** `[http[s]://]HOST/PATH[:2]`; this machine itself is asked without TLS. Throws KnownError for what names no repository. */
export function parseRepository(text: string): DatabaseRepository {
  const found = /^(?:(https?):\/\/)?([a-z0-9.-]+(?::\d{1,5})?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+)(?::2)?$/i.exec(text);
  const [, scheme, location] = found ?? [];
  if (location === undefined || location.startsWith('-')) {
    throw new KnownError(
      `${JSON.stringify(text)} is no repository of a vulnerability database`,
      'Write HOST/PATH, e.g. mirror.example.org/aquasec/trivy-db; with http:// in front where it speaks no TLS.',
    );
  }
  return { location, tls: scheme === undefined ? !LOOPBACK.test(location) : scheme === 'https' };
}
