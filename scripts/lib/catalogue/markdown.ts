import MarkdownIt, { type Token } from 'markdown-it';

const PROTOCOLS = ['http:', 'https:', 'mailto:'];

/**
 * Markdown written by strangers → HTML that is safe on our pages: no raw HTML, links only to http, https and mailto,
 * images replaced by their text, headings starting at `top` without a jump.
 */
export function renderMarkdown(text: string, top: 2 | 3 | 4 = 3): string {
  const renderer = new MarkdownIt('default', { html: false, linkify: false, typographer: false });
  // Every link is parsed as one, so that `dropLinks` alone decides and an unwanted one leaves its words behind.
  renderer.validateLink = () => true;
  renderer.core.ruler.push('commons', (state) => {
    state.tokens = levelHeadings(state.tokens, top);
    for (const token of state.tokens) if (token.children !== null) token.children = dropLinks(token.children);
  });
  renderer.renderer.rules.image = (tokens, index) => renderer.utils.escapeHtml(tokens[index]?.content ?? '');
  renderer.renderer.rules.table_open = () => '<div class="scroll"><table>';
  renderer.renderer.rules.table_close = () => '</table></div>';
  return renderer.render(text);
}

/** The address when it may be linked (http, https, mailto, no credentials), else null. */
export function safeLink(address: string): string | null {
  const url = URL.parse(address);
  if (url === null || !PROTOCOLS.includes(url.protocol)) return null;
  return url.username === '' && url.password === '' ? url.href : null;
}

/** The page has its own h1: a leading one is left out, the others follow below `top` without skipping a level. */
function levelHeadings(tokens: Token[], top: number): Token[] {
  const start = tokens[0]?.type === 'heading_open' && tokens[0].tag === 'h1' ? 3 : 0;
  const kept = tokens.slice(start);
  const shift = top - Math.min(...kept.map((token) => (token.type === 'heading_open' ? depth(token) : 6)));
  let previous = top - 1;
  let current = top;
  for (const token of kept) {
    if (token.type === 'heading_open') {
      current = Math.min(depth(token) + shift, previous + 1, 6);
      previous = current;
    }
    if (token.type === 'heading_open' || token.type === 'heading_close') token.tag = `h${current}`;
  }
  return kept;
}

function depth(token: Token): number {
  return Number(token.tag.slice(1));
}

function dropLinks(tokens: readonly Token[]): Token[] {
  let dropping = false;
  return tokens.filter((token) => {
    if (token.type === 'link_open') {
      const href = safeLink(String(token.attrGet('href')));
      dropping = href === null;
      token.attrs = [
        ['href', href ?? ''],
        ['rel', 'nofollow ugc noopener'],
      ];
      return !dropping;
    }
    return !(token.type === 'link_close' && dropping);
  });
}
