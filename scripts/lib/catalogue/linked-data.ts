/** What search engines are told of a page, in the words of schema.org. Pure. */
import { versionFolder, wholeAddress } from './addresses.ts';
import { safeLink } from './markdown.ts';
import type { CatalogueRecipe, CatalogueVersion } from './model.ts';

export interface LinkedData {
  readonly '@context': 'https://schema.org';
  readonly '@graph': readonly { readonly '@type': string; readonly [property: string]: unknown }[];
}

/** `version`: the one whose page it is; null on the page of the recipe. */
export function linkedData(recipe: CatalogueRecipe, version: CatalogueVersion | null, address: string): LinkedData {
  const shown = version ?? recipe.versions[0];
  const page = version === null ? `r/${recipe.name}/` : `${versionFolder(version)}/`;
  const repository = safeLink(recipe.metadata?.upstream.repository ?? '');
  const licence = `https://spdx.org/licenses/${recipe.licence}`;
  const one = /^[A-Za-z0-9.-]+$/.test(recipe.licence) && recipe.licence !== 'unknown';
  return {
    '@context': 'https://schema.org',
    '@graph': [
      {
        '@type': 'SoftwareApplication',
        name: recipe.title,
        ...(version === null ? { description: recipe.summary } : {}),
        url: wholeAddress(address, page),
        applicationCategory: recipe.category,
        operatingSystem: 'Linux, Docker swarm',
        ...(shown === undefined ? {} : { softwareVersion: shown.version }),
        ...(shown?.published ? { datePublished: shown.published.publishedAt } : {}),
        ...(one ? { license: licence } : {}),
        ...(shown === undefined
          ? {}
          : { downloadUrl: wholeAddress(address, `${versionFolder(shown)}/${shown.bundle.file}`) }),
        ...(version === null ? { offers: { '@type': 'Offer', price: 0, priceCurrency: 'EUR' } } : {}),
      },
      ...(repository === null
        ? []
        : [
            {
              '@type': 'SoftwareSourceCode',
              name: recipe.title,
              codeRepository: repository,
            },
          ]),
      {
        '@type': 'BreadcrumbList',
        itemListElement: [
          crumb(1, 'Recipes', wholeAddress(address, '')),
          crumb(2, recipe.title, wholeAddress(address, `r/${recipe.name}/`)),
          ...(version === null ? [] : [crumb(3, version.version, wholeAddress(address, page))]),
        ],
      },
    ],
  };
}

function crumb(position: number, name: string, item: string): object {
  return { '@type': 'ListItem', position, name, item };
}
