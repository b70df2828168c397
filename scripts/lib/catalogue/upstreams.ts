/** The projects behind the recipes, and what they may want to know. Pure. */
import type { CatalogueRecipe, CatalogueVersion } from './model.ts';
import { formatDuration } from './words.ts';

export interface Upstream {
  /** Part of an address: `dokuwiki-dokuwiki`. */
  readonly slug: string;
  /** `github.com/dokuwiki/dokuwiki`. */
  readonly name: string;
  readonly repository: string;
  readonly recipes: readonly CatalogueRecipe[];
}

/** By name; a project whose recipes have several spellings of one address is one. */
export function groupUpstreams(recipes: readonly CatalogueRecipe[]): readonly Upstream[] {
  const named = recipes.flatMap((recipe) => {
    const repository = recipe.metadata?.upstream.repository;
    const name = repository === undefined ? '' : nameOf(repository);
    return repository === undefined || name === '' ? [] : [{ name, repository, recipe }];
  });
  const groups = [...Map.groupBy(named, ({ name }) => name)];
  const taken = new Map<string, number>();
  for (const [name] of groups) taken.set(shortSlug(name), (taken.get(shortSlug(name)) ?? 0) + 1);
  return groups
    .map(([name, all]) => ({
      // Two hosts may have a project of one name.
      slug: (taken.get(shortSlug(name)) ?? 0) > 1 ? slugOf(name) : shortSlug(name),
      name,
      repository: all[0]?.repository ?? '',
      recipes: all.map(({ recipe }) => recipe),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function nameOf(repository: string): string {
  const url = URL.parse(repository);
  return url === null ? '' : `${url.host}${url.pathname}`.toLowerCase().replace(/(?:\.git)?\/*$/, '');
}

function shortSlug(name: string): string {
  return slugOf(name.replace(/^[^/]*\//, '')) || slugOf(name);
}

function slugOf(text: string): string {
  return text.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
}

export interface Remark {
  readonly topic: string;
  /** good: nothing to wish for. wish: what would spare every packager work. unknown: nobody looked. */
  readonly kind: 'good' | 'wish' | 'unknown';
  readonly says: string;
}

/** What packaging this version has shown about the app's images. */
export function feedback(recipe: CatalogueRecipe, version: CatalogueVersion): readonly Remark[] {
  const app = version.facts.stack.filter(({ service, overlay }) => service === 'app' && overlay === '');
  const value = (topic: string, name: string) =>
    app.find((fact) => fact.topic === topic && fact.name === name)?.value ?? null;
  const image = value('image', '') ?? '';
  return [
    healthcheck(value('option', 'healthcheck')),
    user(value('privilege', 'user')),
    architectures(recipe.metadata?.architectures ?? []),
    contents(version),
    tag(image),
    stopping(value('option', 'stop_grace_period')),
  ];
}

function healthcheck(own: string | null): Remark {
  const topic = 'Healthcheck';
  if (own === null) return { topic, kind: 'good', says: 'The recipe needs none of its own.' };
  return {
    topic,
    kind: 'wish',
    says: 'The recipe has to bring its own. A HEALTHCHECK in the image would serve all who run it.',
  };
}

function user(own: string | null): Remark {
  const topic = 'Root';
  if (own === null) return { topic, kind: 'unknown', says: 'The recipe leaves the user to the image.' };
  if (/^(?:root|0)(?::|$)/.test(own))
    return { topic, kind: 'wish', says: 'It has to run as root. A USER in the image would do.' };
  return { topic, kind: 'good', says: `It runs as ${own}, without root.` };
}

function architectures(all: readonly string[]): Remark {
  const topic = 'Architectures';
  if (all.length === 0) return { topic, kind: 'unknown', says: 'The recipe declares none.' };
  const says = `Declared: ${all.join(', ')}.`;
  return all.includes('arm64')
    ? { topic, kind: 'good', says }
    : { topic, kind: 'wish', says: `${says} Small servers are often arm64.` };
}

function contents({ scan, sboms }: CatalogueVersion): Remark {
  const topic = 'SBOM';
  if (scan === null || sboms.length === 0) return { topic, kind: 'unknown', says: 'No scan is recorded here.' };
  const packages = scan.scan.images.reduce((sum, image) => sum + image.packages, 0);
  return {
    topic,
    kind: 'wish',
    says: `We made one by looking: ${packages} packages. One of yours, beside the image, would say more.`,
  };
}

function tag(image: string): Remark {
  const topic = 'Tags';
  const written = /:([^:/]+)$/.exec(image)?.[1];
  if (written === undefined) return { topic, kind: 'wish', says: `${image || 'The image'} has no tag to pin.` };
  if (/^v?\d+\.\d+/.test(written)) return { topic, kind: 'good', says: `${written} names one release.` };
  return { topic, kind: 'wish', says: `${written} names no single release; a tag per release lets hosters pin it.` };
}

function stopping(grace: string | null): Remark {
  const topic = 'Stop time';
  if (grace === null) return { topic, kind: 'good', says: `It ends within Docker’s ${formatDuration(10_000)}.` };
  return { topic, kind: 'good', says: `The recipe gives it ${grace} to end.` };
}

/** All remarks of a version as a text to file. */
export function feedbackText(recipe: CatalogueRecipe, version: CatalogueVersion): string {
  const remarks = feedback(recipe, version).map(
    ({ topic, kind, says }) => `- [${kind === 'good' ? 'x' : ' '}] **${topic}**: ${says}`,
  );
  return [`${recipe.title}, packaged for Docker swarm as ${recipe.name} ${version.version}`, '', ...remarks, ''].join(
    '\n',
  );
}
