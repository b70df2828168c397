/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Piece } from '../../search.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** Text becomes text and nothing else, whoever wrote it. */
export function toNode({ tag, attributes = {}, children = [] }: Piece, inSvg = false): Element {
  const isSvg = inSvg || tag === 'svg';
  const element = isSvg ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.map((child) => (typeof child === 'string' ? child : toNode(child, isSvg))));
  return element;
}

export function find<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`#${id} is missing`);
  return element;
}

export function button(text: string, action: () => void, label?: string): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  if (label !== undefined) made.setAttribute('aria-label', label);
  made.addEventListener('click', action);
  return made;
}
