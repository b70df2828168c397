import { renderMarkdown } from './markdown.ts';
import type { CatalogueRecipe } from './model.ts';

/** A text that can be searched, and where it is read. */
export interface PublishedText {
  readonly recipe: string;
  readonly title: string;
  readonly part: 'documentation' | 'settings' | 'release notes';
  /** Relative to the site's root. */
  readonly path: string;
  readonly text: string;
}

/** What a search in all texts looks through: documentation and settings of the newest version, release notes of all. */
export function publishedTexts({ name, title, summary, versions }: CatalogueRecipe): readonly PublishedText[] {
  const [newest] = versions;
  if (newest === undefined) return [];
  const settings = newest.settings.map((setting) => `${setting.name}. ${setting.description}`);
  const secrets = newest.secrets.map(({ key }) => `secret ${key}`);
  const notes = versions.flatMap(({ version, releaseNote }) =>
    releaseNote === null ? [] : [`${version}: ${releaseNote}`],
  );
  const of = { recipe: name, title };
  const texts: readonly PublishedText[] = [
    { ...of, part: 'documentation', path: `r/${name}/`, text: `${summary}. ${plain(newest.readme ?? '')}` },
    {
      ...of,
      part: 'settings',
      path: `r/${name}/${newest.version}/#settings`,
      text: [...settings, ...secrets].join(' \n'),
    },
    { ...of, part: 'release notes', path: `r/${name}/`, text: plain(notes.join('\n\n')) },
  ];
  return texts.filter(({ text }) => text !== '');
}

const ENTITIES: { readonly [entity: string]: string } = { lt: '<', gt: '>', quot: '"', amp: '&' };

/** Markdown without its marks. */
function plain(markdown: string): string {
  return renderMarkdown(markdown)
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(lt|gt|quot|amp);/g, (whole, entity) => ENTITIES[entity] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();
}
