import { wholeAddress } from './addresses.ts';
import type { Feed } from './feed.ts';

/** JSON Feed 1.1. `address`: of the site. */
export function jsonFeed(feed: Feed, address: string): unknown {
  const at = (path: string) => wholeAddress(address, path);
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    description: feed.about,
    home_page_url: at(feed.page),
    feed_url: at(`${feed.path}.json`),
    icon: at('icon.svg'),
    language: 'en',
    authors: [{ name: 'Recipe Commons', url: at('') }],
    items: feed.entries.map((entry) => ({
      id: at(entry.id),
      url: at(entry.page),
      title: entry.title,
      content_text: entry.text,
      date_published: entry.published,
      date_modified: entry.updated,
      ...(entry.tags.length > 0 ? { tags: entry.tags } : {}),
    })),
  };
}
