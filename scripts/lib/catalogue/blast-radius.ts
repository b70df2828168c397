/** Which versions contain a flaw, or an image: what a hoster asks on the day that a flaw becomes known. Pure. */
import type { ScannedVulnerability, VulnerabilitySeverity } from '../types.ts';
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

export interface Spread {
  readonly add: (version: CatalogueVersion) => void;
  readonly end: () => BlastRadius;
}

/** Version by version, remembering of each no more than is told in the end. */
export function openSpread(): Spread {
  const flaws = new Map<string, GatheredFlaw>();
  const images = new Map<string, { readonly references: Set<string>; readonly versions: Set<Holder> }>();
  const unscanned: Holder[] = [];
  return {
    add(version) {
      const holder = { recipe: version.recipe, version: version.version };
      const scanned = version.scan?.scan.images ?? [];
      if (scanned.length === 0) unscanned.push(holder);
      for (const each of scanned.flatMap(({ vulnerabilities }) => vulnerabilities)) gather(flaws, each, holder);
      for (const { digest, reference } of used(version)) {
        const image = images.get(digest) ?? { references: new Set(), versions: new Set() };
        images.set(digest, image);
        image.references.add(reference);
        image.versions.add(holder);
      }
    },
    end: () => ({
      flaws: [...flaws].map(([id, gathered]) => flaw(id, gathered)).toSorted(worst),
      images: [...images]
        .map(([digest, { references, versions }]) => ({
          digest,
          references: [...references].sort(),
          versions: [...versions],
        }))
        .toSorted((a, b) => b.versions.length - a.versions.length || (a.digest < b.digest ? -1 : 1)),
      unscanned,
    }),
  };
}

export function blastRadius({ recipes }: Pick<Catalogue, 'recipes'>): BlastRadius {
  const spread = openSpread();
  for (const version of recipes.flatMap((recipe) => recipe.versions)) spread.add(version);
  return spread.end();
}

interface GatheredFlaw {
  readonly title: string;
  readonly url: string | null;
  readonly severities: Set<VulnerabilitySeverity>;
  exploited: boolean;
  readonly packages: Set<string>;
  readonly fixedIn: Set<string>;
  readonly versions: Map<Holder, ScannedVulnerability['status']>;
}

function gather(flaws: Map<string, GatheredFlaw>, found: ScannedVulnerability, holder: Holder): void {
  const { id, title, url } = found;
  const fresh = () => ({
    ...{ title, url, severities: new Set<VulnerabilitySeverity>(), exploited: false },
    ...{ packages: new Set<string>(), fixedIn: new Set<string>(), versions: new Map() },
  });
  const flaw = flaws.get(id) ?? fresh();
  flaws.set(id, flaw);
  flaw.severities.add(found.severity);
  flaw.exploited ||= found.exploited === true;
  flaw.packages.add(found.package);
  if (found.fixedIn !== null) flaw.fixedIn.add(`${found.package} ${found.fixedIn}`);
  // One image in which it is open is enough.
  if (!flaw.versions.has(holder) || found.status === 'open') flaw.versions.set(holder, found.status);
}

function flaw(id: string, { title, url, exploited, ...gathered }: GatheredFlaw): SpreadFlaw {
  return {
    ...{ id, title, url, exploited },
    severity: RANK.find((rank) => gathered.severities.has(rank)) ?? 'UNKNOWN',
    packages: [...gathered.packages].sort(),
    fixedIn: [...gathered.fixedIn].sort(),
    versions: [...gathered.versions].map(([holder, status]) => ({ ...holder, status })),
  };
}

function used(version: CatalogueVersion) {
  const scanned = (version.scan?.scan.images ?? []).map(({ digest, reference }) => ({ digest, reference }));
  const deployed = (version.trial?.trial.images ?? []).flatMap((image) =>
    image.available && image.source !== 'stand-in' ? [{ digest: image.digest, reference: image.reference }] : [],
  );
  return [...scanned, ...deployed];
}

function worst(a: SpreadFlaw, b: SpreadFlaw): number {
  return (
    Number(b.exploited) - Number(a.exploited) ||
    RANK.indexOf(a.severity) - RANK.indexOf(b.severity) ||
    b.versions.length - a.versions.length ||
    (a.id < b.id ? -1 : 1)
  );
}
