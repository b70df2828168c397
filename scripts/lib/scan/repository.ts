/** Where databases come from: a repository of an OCI registry. Pure. */
import { KnownError } from '../command.ts';

export interface DatabaseRepository {
  /** `ghcr.io/aquasecurity/trivy-db` */
  readonly location: string;
  readonly tls: boolean;
}

/** What a Trivy fetches: the known flaws; or the names of Java archives, which is large and needed only where there are some. */
export interface DatabaseKind {
  /** In the folder of the scanner. */
  readonly folder: string;
  readonly file: string;
  /** Of its repository: the version of its schema. */
  readonly tag: string;
  /** The scanner's options: to fetch it, and from where. */
  readonly fetch: string;
  readonly from: string;
  /** In the order in which a current Trivy asks them. */
  readonly makers: readonly DatabaseRepository[];
}

export const FLAWS: DatabaseKind = {
  ...{ folder: 'db', file: 'trivy.db', tag: '2', fetch: '--download-db-only', from: '--db-repository' },
  makers: makersOf('trivy-db'),
};

export const JAVA: DatabaseKind = {
  ...{ folder: 'java-db', file: 'trivy-java.db', tag: '1' },
  ...{ fetch: '--download-java-db-only', from: '--java-db-repository' },
  makers: makersOf('trivy-java-db'),
};

function makersOf(name: string): readonly DatabaseRepository[] {
  return ['mirror.gcr.io/aquasec', 'ghcr.io/aquasecurity'].map((folder) => ({
    location: `${folder}/${name}`,
    tls: true,
  }));
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3})(?::|\/)/;

/** `[http[s]://]HOST/PATH[:TAG]`; this machine itself is asked without TLS. Throws KnownError for what names no repository. */
export function parseRepository(text: string): DatabaseRepository {
  const found = /^(?:(https?):\/\/)?([a-z0-9.-]+(?::\d{1,5})?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+)(?::[12])?$/i.exec(
    text,
  );
  const [, scheme, location] = found ?? [];
  if (location === undefined || location.startsWith('-')) {
    throw new KnownError(
      `${JSON.stringify(text)} is no repository of a database`,
      'Write HOST/PATH, e.g. mirror.example.org/aquasec/trivy-db; with http:// in front where it speaks no TLS.',
    );
  }
  return { location, tls: scheme === undefined ? !LOOPBACK.test(location) : scheme === 'https' };
}
