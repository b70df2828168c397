import type { Fact } from './facts.ts';

/** A choice for each facet that has one; what is not in the list of values may be given too, such as `memory: '300'`. */
export type Choice = { readonly [facet in FacetId]?: string };

export const FACET_IDS = [
  'category',
  'restores',
  'level',
  'sso',
  'email',
  'memory',
  'arch',
  'licence',
  'fresh',
  'maintainers',
] as const;
export type FacetId = (typeof FACET_IDS)[number];

interface Facet {
  readonly fits: (fact: Fact, value: string, today: string) => boolean;
  /** What to offer for these recipes, the narrowest first. */
  readonly values: (facts: readonly Fact[]) => readonly string[];
  readonly label: (value: string) => string;
}

const DAY_MS = 86_400_000;
const FAMILIES = ['AGPL', 'LGPL', 'GPL', 'MPL', 'EUPL', 'Apache', 'MIT', 'BSD'] as const;

/** Where several protocols or licences go by one name, `any` and `other` stand for it. */
export const FACETS: { readonly [id in FacetId]: Facet } = {
  category: {
    fits: (fact, value) => fact.category === value,
    values: (facts) => [...new Set(facts.map(({ category }) => category))].sort(),
    label: (value) => value.replaceAll('-', ' '),
  },
  restores: {
    fits: (fact) => fact.rungs.includes('restores'),
    values: () => ['proven'],
    label: () => 'restores proven',
  },
  level: {
    fits: (fact, value) => fact.level !== null && fact.level >= Number(value),
    values: () => ['7', '6', '5', '4', '3'],
    label: (value) => (value === '7' ? 'level 7' : `level ${value} or higher`),
  },
  sso: {
    fits: (fact, value) => (value === 'any' ? fact.sso.length > 0 : fact.sso.includes(value)),
    values: (facts) => ['any', ...new Set(facts.flatMap(({ sso }) => sso))].sort(),
    label: (value) =>
      value === 'any' ? 'single sign-on' : `SSO by ${value === 'oauth2' ? 'OAuth 2' : value.toUpperCase()}`,
  },
  email: { fits: (fact) => fact.email, values: () => ['sends'], label: () => 'sends e-mail' },
  memory: {
    fits: (fact, value) => fact.memory !== null && fact.memory <= Number(value),
    values: () => ['64', '128', '256', '512', '1024', '2048'],
    label: (value) => `fits ${Number(value) % 1024 === 0 ? `${Number(value) / 1024} GB` : `${value} MB`}`,
  },
  arch: {
    fits: (fact, value) => fact.architectures.includes(value),
    values: (facts) => [...new Set(facts.flatMap(({ architectures }) => architectures))].sort(),
    label: (value) => value,
  },
  licence: {
    fits: (fact, value) => licenceFamily(fact.licence) === value,
    values: (facts) =>
      [...FAMILIES, 'other'].filter((family) => facts.some(({ licence }) => licenceFamily(licence) === family)),
    label: (value) => (value === 'other' ? 'other licence' : value),
  },
  fresh: {
    fits: (fact, value, today) =>
      fact.published !== null && Date.parse(today) - Date.parse(fact.published) <= Number(value) * DAY_MS,
    values: () => ['30', '90', '365'],
    label: (value) => `new version within ${value === '365' ? 'a year' : `${value} days`}`,
  },
  maintainers: {
    fits: (fact, value) => fact.maintainers.length >= (value === 'several' ? 2 : 1),
    values: () => ['several', 'reachable'],
    label: (value) => (value === 'several' ? 'two maintainers or more' : 'a maintainer to reach'),
  },
};

/** `GPL-3.0-or-later OR MIT` is of the first that is said. */
function licenceFamily(licence: string): string {
  const [first = ''] = licence.replace(/^\(+/, '').split(' ');
  return FAMILIES.find((family) => first.toUpperCase().startsWith(family.toUpperCase())) ?? 'other';
}

/** `except`: a facet that shall not count. */
export function fitsChoice(fact: Fact, choice: Choice, today: string, except?: FacetId): boolean {
  return FACET_IDS.every((id) => {
    const value = choice[id];
    return value === undefined || id === except || FACETS[id].fits(fact, value, today);
  });
}

/** How many of `facts` each value of a facet would leave, by `facet=value`. */
export function countValues(
  facts: readonly Fact[],
  offered: readonly { readonly id: FacetId; readonly value: string }[],
  choice: Choice,
  today: string,
): ReadonlyMap<string, number> {
  const left = new Map(FACET_IDS.map((id) => [id, facts.filter((fact) => fitsChoice(fact, choice, today, id))]));
  return new Map(
    offered.map(({ id, value }) => [
      `${id}=${value}`,
      (left.get(id) ?? []).filter((fact) => FACETS[id].fits(fact, value, today)).length,
    ]),
  );
}
