import { wholeAddress } from './addresses.ts';
import type { Feed, FeedEntry } from './feed.ts';
import { escapeMarkup } from './markup.ts';

/** RFC 4287. `address`: of the site. */
export function atomFeed(feed: Feed, address: string): string {
  const at = (path: string) => escapeMarkup(wholeAddress(address, path));
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>${at(`${feed.path}.atom`)}</id>
  <title>${escapeMarkup(feed.title)}</title>
  <subtitle>${escapeMarkup(feed.about)}</subtitle>
  <updated>${feed.updated}</updated>
  <link rel="self" type="application/atom+xml" href="${at(`${feed.path}.atom`)}"/>
  <link rel="alternate" type="text/html" href="${at(feed.page)}"/>
  <icon>${at('icon.svg')}</icon>
  <author><name>Recipe Commons</name><uri>${at('')}</uri></author>
${feed.entries.map((entry) => atomEntry(entry, at)).join('')}</feed>
`;
}

function atomEntry(entry: FeedEntry, at: (path: string) => string): string {
  return `  <entry>
    <id>${at(entry.id)}</id>
    <title>${escapeMarkup(entry.title)}</title>
    <published>${entry.published}</published>
    <updated>${entry.updated}</updated>
    <link rel="alternate" type="text/html" href="${at(entry.page)}"/>
${entry.tags.map((tag) => `    <category term="${escapeMarkup(tag)}"/>\n`).join('')}    <content type="text">${escapeMarkup(entry.text)}</content>
  </entry>
`;
}
