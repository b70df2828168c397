/** What a check needs to know of an HTML page; reading, not rendering: the browser does that for the screenshot. */

/** Text of the first `<title>`, entities of the basic five decoded; null when there is none. */
export function titleOf(html: string): string | null {
  const text = /<title[^>]{0,200}>([^<]{0,1000})<\/title>/i.exec(html)?.[1];
  return text === undefined ? null : decode(text).replace(/\s+/g, ' ').trim();
}

/** Addresses, as written, of the first stylesheet and the first script. */
export function firstAssets(html: string): { readonly css: string | null; readonly js: string | null } {
  const stylesheet = tags(html, 'link').find((tag) => /^\s*stylesheet\s*$/i.test(attribute(tag, 'rel') ?? ''));
  const script = tags(html, 'script').find((tag) => attribute(tag, 'src') !== null);
  return {
    css: stylesheet === undefined ? null : attribute(stylesheet, 'href'),
    js: script === undefined ? null : attribute(script, 'src'),
  };
}

function tags(html: string, name: string): readonly string[] {
  return html.match(new RegExp(`<${name}\\s[^>]{1,2000}>`, 'gi')) ?? [];
}

function attribute(tag: string, name: string): string | null {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>"']+))`, 'i').exec(tag);
  const value = match?.[1] ?? match?.[2] ?? match?.[3];
  return value === undefined ? null : decode(value);
}

const ENTITIES: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function decode(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
