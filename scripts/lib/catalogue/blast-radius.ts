/** Which versions contain a flaw, or an image: what a hoster asks on the day that a flaw becomes known. Pure. */
import type { VulnerabilitySeverity } from '../types.ts';
import type { Catalogue, CatalogueVersion } from './model.ts';

interface Holder {
  readonly recipe: string;
  readonly version: string;
}

interface SpreadFlaw {
  readonly id: string;
  readonly severity: VulnerabilitySeverity;
  readonly title: string;
  readonly url: string | null;
  /** It is used in attacks. */
  readonly exploited: boolean;
  readonly packages: readonly string[];
  /** Versions of packages that repair it; empty when nobody has. */
  readonly fixedIn: readonly string[];
  readonly versions: readonly (Holder & { readonly status: 'open' | 'waived' | 'not-affected' })[];
}

interface SpreadImage {
  readonly digest: string;
  readonly references: readonly string[];
  readonly versions: readonly Holder[];
}

export interface BlastRadius {
  /** Used in attacks first, then the worst. */
  readonly flaws: readonly SpreadFlaw[];
  readonly images: readonly SpreadImage[];
  /** Versions whose images nobody has scanned: of them nothing is known. */
  readonly unscanned: readonly Holder[];
}

const RANK: readonly VulnerabilitySeverity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'];

export function blastRadius({ recipes }: Pick<Catalogue, 'recipes'>): BlastRadius {
  const versions = recipes.flatMap((recipe) => recipe.versions);
  return {
    flaws: [...Map.groupBy(versions.flatMap(found), ({ id }) => id)].map(([id, all]) => flaw(id, all)).toSorted(worst),
    images: [...Map.groupBy(versions.flatMap(used), ({ digest }) => digest)]
      .map(([digest, all]) => ({
        digest,
        references: distinct(all.map(({ reference }) => reference)),
        versions: holders(all.map(({ holder }) => holder)),
      }))
      .toSorted((a, b) => b.versions.length - a.versions.length || (a.digest < b.digest ? -1 : 1)),
    unscanned: versions.filter(({ scan }) => scan === null || scan.scan.images.length === 0).map(holderOf),
  };
}

type Found = ReturnType<typeof found>[number];

function found(version: CatalogueVersion) {
  const images = version.scan?.scan.images ?? [];
  return images.flatMap(({ vulnerabilities }) =>
    vulnerabilities.map((each) => ({ ...each, holder: holderOf(version) })),
  );
}

function flaw(id: string, all: readonly Found[]): SpreadFlaw {
  const [first] = all as readonly [Found, ...Found[]];
  const byHolder = [...Map.groupBy(all, ({ holder }) => JSON.stringify(holder)).values()];
  return {
    ...{ id, title: first.title, url: first.url },
    severity: RANK.find((rank) => all.some(({ severity }) => severity === rank)) ?? 'UNKNOWN',
    exploited: all.some(({ exploited }) => exploited === true),
    packages: distinct(all.map((each) => each.package)),
    fixedIn: distinct(all.flatMap(({ package: name, fixedIn }) => (fixedIn === null ? [] : [`${name} ${fixedIn}`]))),
    versions: byHolder.map((own) => {
      // One image in which it is open is enough.
      const status = (own.find((each) => each.status === 'open') ?? own[0])?.status ?? 'open';
      return { ...(own[0] as Found).holder, status };
    }),
  };
}

function used(version: CatalogueVersion) {
  const scanned = (version.scan?.scan.images ?? []).map(({ digest, reference }) => ({ digest, reference }));
  const deployed = (version.trial?.trial.images ?? []).flatMap((image) =>
    image.available && image.source !== 'stand-in' ? [{ digest: image.digest, reference: image.reference }] : [],
  );
  return [...scanned, ...deployed].map((each) => ({ ...each, holder: holderOf(version) }));
}

function worst(a: SpreadFlaw, b: SpreadFlaw): number {
  return (
    Number(b.exploited) - Number(a.exploited) ||
    RANK.indexOf(a.severity) - RANK.indexOf(b.severity) ||
    b.versions.length - a.versions.length ||
    (a.id < b.id ? -1 : 1)
  );
}

function holderOf({ recipe, version }: CatalogueVersion): Holder {
  return { recipe, version };
}

function holders(all: readonly Holder[]): readonly Holder[] {
  return [...new Map(all.map((holder) => [JSON.stringify(holder), holder])).values()];
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
