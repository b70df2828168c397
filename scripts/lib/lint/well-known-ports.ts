/** Ports that tell what listens there. */

type Range = readonly [first: number, last: number];

/** Docker's own: whoever gets them gets the swarm, or breaks it. */
const DOCKER = [2375, 2376, 2377, 4789, 7946];

/** Stores and consoles that only their own app should reach. */
const STORES: readonly (readonly [port: number, name: string])[] = [
  [1433, 'SQL Server'],
  [1521, 'Oracle'],
  [2379, 'etcd'],
  [2380, 'etcd'],
  [3306, 'MySQL'],
  [5432, 'PostgreSQL'],
  [5984, 'CouchDB'],
  [6379, 'Redis'],
  [7474, 'Neo4j'],
  [7687, 'Neo4j'],
  [8086, 'InfluxDB'],
  [9042, 'Cassandra'],
  [9200, 'Elasticsearch'],
  [9300, 'Elasticsearch'],
  [11211, 'Memcached'],
  [15672, "RabbitMQ's console"],
  [26257, 'CockroachDB'],
  [27017, 'MongoDB'],
  [28015, 'RethinkDB'],
];

/** The first of Docker's own ports in the range. */
export function dockerPort(range: Range | null): number | null {
  return DOCKER.find((port) => holds(range, port)) ?? null;
}

/** Name of the store whose usual port is in the range. */
export function storeBehind(range: Range | null): string | null {
  return STORES.find(([port]) => holds(range, port))?.[1] ?? null;
}

function holds(range: Range | null, port: number): boolean {
  return range !== null && range[0] <= port && port <= range[1];
}
