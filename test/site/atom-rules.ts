/** What RFC 4287 asks of a feed, as far as a program can tell. */
import { named, type XmlElement } from './xml.ts';

const NAMESPACE = 'http://www.w3.org/2005/Atom';
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const OF_FEED = ['author', 'category', 'contributor', 'generator', 'icon', 'id', 'link', 'logo', 'rights', 'subtitle'];
const OF_ENTRY = ['author', 'category', 'content', 'contributor', 'id', 'link', 'published', 'rights', 'source'];
const OF_BOTH = ['title', 'updated'];

/** Every rule that is broken, in words. */
export function atomFaults(feed: XmlElement): readonly string[] {
  const entries = named(feed, 'entry');
  const ids = entries.flatMap((entry) => named(entry, 'id').map(({ text }) => text));
  return [
    ...(feed.name === 'feed' && feed.namespace === NAMESPACE ? [] : [`the root is ${feed.name}`]),
    ...container(feed, [...OF_FEED, ...OF_BOTH, 'entry']),
    ...(links(feed, 'self').length === 1 ? [] : ['a feed names itself once']),
    ...(named(feed, 'author').length > 0 ? [] : ['somebody is the author']),
    ...(new Set(ids).size === ids.length ? [] : ['two entries have one id']),
    ...entries.flatMap((entry) => [
      ...container(entry, [...OF_ENTRY, ...OF_BOTH, 'summary']),
      ...(named(entry, 'content').length === 1 ? [] : ['an entry has one content']),
      ...named(entry, 'published').flatMap(date),
    ]),
  ];
}

function container(element: XmlElement, allowed: readonly string[]): readonly string[] {
  const once = ['id', 'title', 'updated'].flatMap((name) =>
    named(element, name).length === 1 ? [] : [`${element.name} has ${named(element, name).length} ${name}`],
  );
  const strangers = element.children.filter(
    ({ name, namespace }) => namespace !== NAMESPACE || !allowed.includes(name),
  );
  return [
    ...once,
    ...strangers.map(({ name }) => `${element.name} holds ${name}`),
    ...(links(element, 'alternate').length === 1 ? [] : [`${element.name} leads to one page`]),
    ...named(element, 'id').flatMap(({ text }) => (isWhole(text) ? [] : [`id ${text} is no whole address`])),
    ...named(element, 'link').flatMap(({ attributes: { href = '' } }) => (isWhole(href) ? [] : [`link ${href}`])),
    ...named(element, 'category').flatMap(({ attributes: { term = '' } }) => (term === '' ? ['no term'] : [])),
    ...named(element, 'author').flatMap((author) => (named(author, 'name').length === 1 ? [] : ['a nameless author'])),
    ...named(element, 'updated').flatMap(date),
  ];
}

function links(element: XmlElement, rel: string): readonly XmlElement[] {
  return named(element, 'link').filter(({ attributes }) => attributes.rel === rel);
}

function date({ name, text }: XmlElement): readonly string[] {
  return RFC3339.test(text) && !Number.isNaN(Date.parse(text)) ? [] : [`${name} ${text} is no date`];
}

function isWhole(address: string): boolean {
  return URL.parse(address) !== null && /^https?:\/\//.test(address);
}
