import { wholeAddress } from './addresses.ts';
import { safeLink } from './markdown.ts';
import type { Catalogue, CatalogueRecipe, CatalogueVersion } from './model.ts';

/** One recipe as abra reads it: every field there, never null. */
export interface AbraRecipe {
  readonly category: string;
  readonly default_branch: string;
  readonly description: string;
  readonly features: {
    readonly backups: string;
    readonly email: string;
    readonly healthcheck: string;
    readonly image: { readonly image: string; readonly rating: string; readonly source: string; readonly url: string };
    readonly status: number;
    readonly tests: string;
    readonly sso: string;
  };
  readonly icon: string;
  readonly name: string;
  readonly repository: string;
  readonly ssh_url: string;
  /** Oldest first; each an object of one tag. */
  readonly versions: readonly { readonly [tag: string]: AbraServices }[];
  readonly website: string;
}

type AbraServices = {
  readonly [service: string]: { readonly digest: string; readonly image: string; readonly tag: string };
};

/** `recipes.json`: published versions only, keyed by recipe. `address`: of the site. */
export function abraCatalogue(
  { recipes }: Pick<Catalogue, 'recipes'>,
  address: string,
): { readonly [recipe: string]: AbraRecipe } {
  const published = recipes.filter((recipe) => recipe.versions.some((version) => version.published !== null));
  return Object.fromEntries(published.map((recipe) => [recipe.name, abraRecipe(recipe, address)]));
}

function abraRecipe(recipe: CatalogueRecipe, address: string): AbraRecipe {
  const newest = recipe.versions[0];
  const app = newest?.services.find((service) => service.name === 'app');
  const metadata = recipe.metadata;
  return {
    category: recipe.category,
    default_branch: 'main',
    description: recipe.summary,
    features: {
      backups: metadata?.data.some((volume) => volume.backup) ? 'Yes' : 'No',
      email: metadata?.features.email === true ? 'Yes' : 'No',
      healthcheck: newest?.standing.kind === 'tried' ? 'Yes' : '',
      image: { image: app === undefined ? '' : splitImage(app.image).image, rating: '', source: '', url: '' },
      status: 0,
      tests: newest?.standing.label ?? '',
      sso: metadata?.features.sso?.join(', ') ?? '',
    },
    icon: recipe.icon === null ? '' : wholeAddress(address, `r/${recipe.name}/${recipe.icon.file}`),
    name: recipe.name,
    repository: '',
    ssh_url: '',
    versions: recipe.versions
      .filter((version) => version.published !== null)
      .map((version) => ({ [version.version]: abraServices(version) }))
      .toReversed(),
    website: safeLink(metadata?.website ?? '') === null ? '' : (metadata?.website ?? ''),
  };
}

function abraServices(version: CatalogueVersion): AbraServices {
  return Object.fromEntries(
    version.services
      .filter((service) => service.overlay === '')
      .map((service) => [service.name, { ...splitImage(service.image), digest: service.deployed?.digest ?? '' }]),
  );
}

/** `host:5000/name:tag@sha256:…` → name and tag. */
export function splitImage(reference: string): { readonly image: string; readonly tag: string } {
  const [name = ''] = reference.split('@');
  const colon = name.lastIndexOf(':');
  if (colon <= name.lastIndexOf('/')) return { image: name, tag: '' };
  return { image: name.slice(0, colon), tag: name.slice(colon + 1) };
}
