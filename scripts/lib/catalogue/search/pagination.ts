import type { Piece } from './card.ts';

export type PageLink = (page: number) => string;

/** How many pages are named around this one. */
const AROUND = 2;

/** Links to the other pages of a list, or null when there is none. */
export function pagination(page: number, pages: number, link: PageLink): Piece | null {
  if (pages < 2) return null;
  const near = Array.from({ length: pages }, (_, index) => index + 1).filter(
    (each) => each === 1 || each === pages || Math.abs(each - page) <= AROUND,
  );
  const items = near.flatMap((each, index): Piece[] => {
    const gap = each - (near[index - 1] ?? 0) > 1 ? [item('gap', '…')] : [];
    return [
      ...gap,
      each === page ? item('this', String(each)) : item('', anchor(String(each), link(each), each, `Page ${each}`)),
    ];
  });
  const before = page > 1 ? [item('', anchor('Previous', link(page - 1), page - 1))] : [];
  const after = page < pages ? [item('', anchor('Next', link(page + 1), page + 1))] : [];
  return { tag: 'ul', attributes: { class: 'pages' }, children: [...before, ...items, ...after] };
}

function item(kind: '' | 'this' | 'gap', child: Piece | string): Piece {
  if (kind === 'this') return { tag: 'li', attributes: { 'aria-current': 'page' }, children: [child] };
  return { tag: 'li', attributes: kind === 'gap' ? { 'aria-hidden': 'true' } : {}, children: [child] };
}

function anchor(text: string, href: string, page: number, label?: string): Piece {
  const attributes = { href, 'data-page': String(page), ...(label === undefined ? {} : { 'aria-label': label }) };
  return { tag: 'a', attributes, children: [text] };
}
