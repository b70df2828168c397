import { reachedLevel } from '../../certificate/levels.ts';
import type { ScannedFact } from '../../types.ts';
import type { CatalogueRecipe, CatalogueVersion, StandingKind } from '../model.ts';
import { SYNONYMS, type Synonyms } from './synonyms.ts';

/** Everything the search knows, small enough to be sent to a browser as a whole. */
export interface Facts {
  readonly schema: 'recipe-commons/facts/1';
  readonly synonyms: Synonyms;
  readonly recipes: readonly Fact[];
}

/** One recipe by its newest version. What a trial proves is said only while a certificate holds. */
export interface Fact {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly category: string;
  readonly tags: readonly string[];
  readonly licence: string;
  readonly version: string;
  readonly standing: StandingKind;
  readonly label: string;
  /** Null: nothing is proven. */
  readonly level: number | null;
  /** Ids of the rungs that passed, in the order they were climbed. */
  readonly rungs: readonly string[];
  /** Whether the images that the trial deployed were scanned; null: none was deployed. */
  readonly scanned: ScannedFact['kind'] | null;
  readonly sso: readonly string[];
  readonly email: boolean;
  readonly architectures: readonly string[];
  /** MiB the whole stack used when it was measured, idle; null when nobody measured it. */
  readonly memory: number | null;
  readonly services: number;
  /** The day its newest version was published; null: it is a draft. */
  readonly published: string | null;
  /** Maintainers who say how they can be reached. */
  readonly maintainers: readonly string[];
  readonly deprecated: boolean;
  /** Its picture below `r/<name>/`. */
  readonly icon: string | null;
}

export function searchFacts(recipes: readonly Fact[]): Facts {
  return { schema: 'recipe-commons/facts/1', synonyms: SYNONYMS, recipes };
}

export function factOf(recipe: CatalogueRecipe): Fact {
  const { name, title, summary, category, tags, licence, metadata, icon, versions } = recipe;
  const [newest] = versions;
  return {
    ...{ name, title, summary, category, tags, licence },
    version: newest?.version ?? '',
    standing: newest?.standing.kind ?? 'untried',
    label: newest?.standing.label ?? 'not tried',
    ...proofOf(newest),
    scanned: newest === undefined || newest.trial === null ? null : newest.scanned.kind,
    sso: metadata?.features.sso ?? [],
    email: metadata?.features.email === true,
    architectures: metadata?.architectures ?? [],
    services: newest?.services.filter(({ overlay }) => overlay === '').length ?? 0,
    published: newest?.published?.publishedAt.slice(0, 10) ?? null,
    maintainers: (metadata?.maintainers ?? []).filter(({ contact }) => contact !== '').map((person) => person.name),
    deprecated: metadata?.deprecated !== undefined,
    icon: icon?.file ?? null,
  };
}

function proofOf(version: CatalogueVersion | undefined): Pick<Fact, 'level' | 'rungs' | 'memory'> {
  if (version?.standing.kind !== 'tried') return { level: null, rungs: [], memory: null };
  const climbed = version.trial?.trial.rungs ?? [];
  const bytes = climbed.find(({ id }) => id === 'deploys')?.measures.memoryIdleBytes;
  return {
    level: reachedLevel(version.levels)?.level ?? null,
    rungs: climbed.filter(({ status }) => status === 'pass').map(({ id }) => id),
    memory: bytes === undefined ? null : Math.max(1, Math.ceil(bytes / 1024 ** 2)),
  };
}
