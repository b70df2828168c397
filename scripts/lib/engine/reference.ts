/** An image's name, taken apart. At least one of `tag` and `digest` is there. */
export interface Reference {
  /** `docker.io`, `ghcr.io`, `registry.example.org:5000` */
  readonly host: string;
  /** `library/nginx`, `recipe-commons/fossil` */
  readonly path: string;
  readonly tag: string | null;
  /** `sha256:` and 64 hex digits. */
  readonly digest: string | null;
}

const HOST = /^[a-z0-9][a-z0-9.-]{0,252}(?::[0-9]{1,5})?$/;
const PART = /^[a-z0-9][a-z0-9._-]{0,127}$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const ADDRESS = /^(?:[0-9.]+|localhost)(?::|$)/;

/**
 * Reads an image's name as Docker does: `nginx` is `docker.io/library/nginx:latest`. Throws a one-line reason.
 * Names that lead to this machine or its network are refused: a recipe must not choose whom we talk to.
 */
export function parseReference(text: string): Reference {
  const [named = '', digest = null, ...more] = text.slice(0, 512).split('@');
  const slash = named.indexOf('/');
  const first = named.slice(0, Math.max(slash, 0));
  const hasHost = slash > 0 && (/[.:]/.test(first) || first === 'localhost');
  const rest = hasHost ? named.slice(slash + 1) : named;
  const colon = rest.indexOf(':');
  const repository = colon < 0 ? rest : rest.slice(0, colon);
  const tag = colon < 0 ? (digest === null ? 'latest' : null) : rest.slice(colon + 1);
  const host = !hasHost || first === 'index.docker.io' ? 'docker.io' : first;
  const path = host === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository;
  const isName = HOST.test(host) && path.split('/').every((part) => PART.test(part)) && (tag === null || TAG.test(tag));
  if (!isName || more.length > 0 || text.length > 512 || (digest !== null && !DIGEST.test(digest))) {
    throw new Error(`"${text.slice(0, 100)}" is no image name`);
  }
  if (ADDRESS.test(host)) throw new Error(`"${host}" is an address, not the name of a public registry`);
  return { host, path, tag, digest };
}

/** The whole name, e.g. `docker.io/library/nginx:1.29`. */
export function fullName({ host, path, tag, digest }: Reference): string {
  return `${host}/${path}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`;
}
