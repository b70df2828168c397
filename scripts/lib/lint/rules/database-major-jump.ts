import { quote } from '../../recipe/limits.ts';
import { parseVersion } from '../../recipe/version.ts';
import type { Recipe } from '../../types.ts';
import { parseImage } from '../image.ts';
import { publishedBefore, recipeOfVersion } from '../published.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

/** Last part of an image's name → whether its server refuses, or loses, the files of any other major version. */
const SERVERS: { readonly [name: string]: boolean } = {
  postgres: true,
  postgresql: true,
  postgis: true,
  mongo: true,
  mongodb: true,
  influxdb: true,
  mariadb: false,
  mysql: false,
  percona: false,
  elasticsearch: false,
  opensearch: false,
  couchdb: false,
  cassandra: false,
  neo4j: false,
  rabbitmq: false,
};

export const databaseMajorJump: Rule = {
  id: 'database-major-jump',
  severity: 'warning',
  summary: 'A database changes its major version, and the recipe does not say so',
  docs: {
    why: 'PostgreSQL and others refuse the files of another major version: an upgrade that looks harmless leaves every hoster without the app until the data is dumped and loaded by hand.',
    fix: 'Raise X of the version, and tell in release/<version> how the data moves; or stay with the major version.',
    refs: ['recipe format: version', 'PostgreSQL: upgrading a cluster', 'MongoDB: upgrade one major version at a time'],
  },
  check(recipe, report, { published }) {
    const before = publishedBefore(recipe, published);
    if (before === null || recipe.version === null) return;
    const raised = (parseVersion(recipe.version)?.x ?? 0) > (parseVersion(before.version)?.x ?? 0);
    const told = recipe.files.some(({ path }) => path === `release/${recipe.version}`);
    if (raised && told) return;
    const old = new Map(databases(recipeOfVersion(recipe, before)).map((each) => [each.service, each]));
    for (const { service, file, path, image, server, major } of databases(recipe)) {
      const then = old.get(service);
      if (then === undefined || then.server !== server || then.major === major) continue;
      const severity = SERVERS[server] === true || major < then.major ? 'error' : 'warning';
      const message = `Database ${quote(image)} was ${quote(then.image)} in "${before.version}"`;
      const help = raised
        ? `Tell in release/${recipe.version} how the data moves to the new major version.`
        : `Raise X of the version and tell in its release note how the data moves.`;
      report({ file, path, severity, message, help, data: { server, from: then.major, to: major } });
    }
  },
};

function databases(recipe: Recipe) {
  return services(recipe).flatMap(({ name: service, file, path, value }) => {
    if (typeof value.image !== 'string') return [];
    const image = parseImage(value.image);
    const server = image?.name.split('/').at(-1) ?? '';
    const major = Number(/^v?([0-9]{1,4})(?:[.-]|$)/.exec(image?.tag ?? '')?.[1] ?? Number.NaN);
    if (!Object.hasOwn(SERVERS, server) || Number.isNaN(major)) return [];
    return [{ service, file, path: [...path, 'image'], image: value.image, server, major }];
  });
}
