/** Image names, read as Docker reads them. */
export interface Image {
  /** Host, with port if any; `docker.io` when none is written. */
  readonly host: string;
  /** `library/postgres`, `collabora/code`. */
  readonly name: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const NAME = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** Null when Docker would refuse the name. */
export function parseImage(reference: string): Image | null {
  if (reference.length > 400) return null;
  const at = reference.indexOf('@');
  const digest = at === -1 ? null : reference.slice(at + 1);
  if (digest !== null && !/^sha256:[0-9a-f]{64}$/.test(digest)) return null;
  const rest = at === -1 ? reference : reference.slice(0, at);
  const colon = rest.lastIndexOf(':');
  const tagged = colon > rest.lastIndexOf('/');
  const tag = tagged ? rest.slice(colon + 1) : null;
  if (tag !== null && !TAG.test(tag)) return null;
  const path = tagged ? rest.slice(0, colon) : rest;
  const slash = path.indexOf('/');
  const first = slash === -1 ? '' : path.slice(0, slash);
  const hasHost = /[.:]/.test(first) || first === 'localhost';
  const host = hasHost ? first : 'docker.io';
  const name = hasHost ? path.slice(slash + 1) : path;
  if (!HOST.test(host) || !NAME.test(name) || name.length > 255) return null;
  return { host, name: host === 'docker.io' && !name.includes('/') ? `library/${name}` : name, tag, digest };
}

const DATABASE =
  /(?:^|[/-])(?:postgres|postgresql|postgis|pgvector|pgautoupgrade|timescaledb|mariadb|mysql|percona|mongo|mongodb|redis|valkey|keydb|memcached|elasticsearch|opensearch|couchdb|cassandra|clickhouse|clickhouse-server|influxdb|rabbitmq|etcd|neo4j|db|database)$/;

/** Whether it is a store that only its own app should reach. */
export function isDatabase({ name }: Image): boolean {
  return DATABASE.test(name);
}
