/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** The search field of a page whose list is complete without it. The address carries the words, so a search can be linked. */

interface Field {
  /** Shows what fits the words; called with '' to show all. */
  readonly show: (query: string) => void;
  /** Where Enter leads. */
  readonly first: () => HTMLElement | null;
}

export function startField({ show, first }: Field): void {
  const input = find('query', HTMLInputElement);

  function search(): void {
    show(input.value);
    const address = new URL(location.href);
    if (input.value.trim() === '') address.searchParams.delete('q');
    else address.searchParams.set('q', input.value.trim());
    history.replaceState(null, '', address);
  }

  function readAddress(): void {
    input.value = new URL(location.href).searchParams.get('q') ?? '';
    show(input.value);
  }

  input.addEventListener('input', search);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') first()?.click();
  });
  find('clear', HTMLButtonElement).addEventListener('click', () => {
    input.value = '';
    search();
    input.focus();
  });
  document.addEventListener('keydown', (event) => {
    const slash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey;
    const controlK = event.key === 'k' && (event.ctrlKey || event.metaKey);
    if ((!slash || typingElsewhere(event.target)) && !controlK) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  window.addEventListener('popstate', readAddress);
  find('search', HTMLElement).classList.remove('waiting');
  readAddress();
}

export function find<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`#${id} is missing`);
  return element;
}

/** Lower case, without accents. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

export function wordsOf(text: string): readonly string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Every word that is wanted must begin some word that is known. */
export function fits(wanted: readonly string[], known: readonly string[]): boolean {
  return wanted.every((word) => known.some((each) => each.startsWith(word)));
}

function typingElsewhere(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select');
}
