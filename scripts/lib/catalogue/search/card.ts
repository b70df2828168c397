import { SCAN_WORDS } from '../flaw-words.ts';
import { MARK_SHAPES, STANDING_TONES, type Tone } from '../tones.ts';
import type { Fact } from './facts.ts';

/** A piece of a page, as plain data: written as HTML while building, made of nodes in a browser. */
export interface Piece {
  readonly tag: string;
  readonly attributes?: { readonly [name: string]: string };
  readonly children?: readonly (Piece | string)[];
}

const LEVELS = ['listed', 'linted', 'scanned', 'deploys', 'upgrades', 'restores', 'recovers', 'isolated'];

/** One recipe in a list. `root`: where the site begins, with a slash at its end. */
export function card(fact: Fact, root: string): Piece {
  const { name, title, version, summary, published } = fact;
  return piece('li', { class: 'entry' }, [
    picture(fact, root),
    piece('div', {}, [
      piece('h3', {}, [piece('a', { href: `${root}r/${name}/` }, [title]), ' ', piece('code', {}, [version])]),
      piece('p', {}, [summary]),
      piece('p', { class: 'facts' }, [factsOf(fact).join(' · ')]),
      piece('p', { class: 'state' }, [
        chip(STANDING_TONES[fact.standing], fact.label),
        ...(fact.level === null ? [] : [' ', reached(fact.level, fact.rungs.length)]),
        ...(fact.scanned === null ? [] : [' ', scanChip(fact.scanned)]),
        ...(fact.deprecated ? [' ', chip('unsure', 'given up')] : []),
        ...(published === null ? [' ', chip('neutral', 'draft')] : []),
      ]),
    ]),
  ]);
}

function piece(tag: string, attributes: Required<Piece>['attributes'], children: Required<Piece>['children']): Piece {
  return { tag, attributes, children };
}

function picture({ name, title, icon }: Fact, root: string): Piece {
  return icon === null
    ? piece('span', { class: 'letter size-40', 'aria-hidden': 'true' }, [[...title][0]?.toUpperCase() ?? ''])
    : piece(
        'img',
        { class: 'icon', src: `${root}r/${name}/${icon}`, alt: '', width: '40', height: '40', loading: 'lazy' },
        [],
      );
}

/** Only what is proven may speak in numbers. The hyphen is one that breaks no line. */
function factsOf({ category, services, memory, sso, email, architectures }: Fact): readonly string[] {
  return [
    category.replaceAll('-', ' '),
    services === 1 ? '1 service' : `${services} services`,
    ...(memory === null ? [] : [`${memory} MiB idle, measured`]),
    ...(sso.length > 0 ? ['SSO'] : []),
    ...(email ? ['e\u2011mail'] : []),
    ...(architectures.includes('arm64') ? ['arm64'] : []),
  ];
}

function chip(tone: Tone, text: string): Piece {
  const line = piece('path', { d: MARK_SHAPES[tone] }, []);
  const mark = piece('svg', { class: 'mark', viewBox: '0 0 16 16', 'aria-hidden': 'true' }, [line]);
  return piece('span', { class: `chip ${tone}` }, [mark, piece('span', {}, [text])]);
}

function scanChip(kind: NonNullable<Fact['scanned']>): Piece {
  const { tone, text } = SCAN_WORDS[kind];
  return chip(tone, text);
}

/** A level in words, with a bar for each of the seven; and what was proven beyond it. */
function reached(level: number, rungs: number): Piece {
  const bars = piece('span', { class: `bars bars-${level}`, 'aria-hidden': 'true' }, []);
  return piece('span', { class: 'level' }, [
    bars,
    `level ${level}, ${LEVELS[level]}${rungs === 0 ? '' : `; ${rungs} rungs pass`}`,
  ]);
}

const VOID = new Set(['img']);

export function toHtml({ tag, attributes = {}, children = [] }: Piece): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeHtml(value)}"`);
  if (VOID.has(tag)) return `<${tag}${written.join('')}>`;
  const inner = children.map((child) => (typeof child === 'string' ? escapeHtml(child) : toHtml(child)));
  return `<${tag}${written.join('')}>${inner.join('')}</${tag}>`;
}

const ENTITIES: { readonly [sign: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
