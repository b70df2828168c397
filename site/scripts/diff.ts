/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Compares any two versions of a recipe. Without a script the page has all since each version, and links the rest. */
import { diffVersions, type VersionFacts, verdictWords, type Words } from '../browser.ts';

const pick = document.getElementById('pick');
if (pick !== null) startPicking(pick);
openNamed();
addEventListener('hashchange', openNamed);

function startPicking(pick: HTMLElement): void {
  const [from, to] = pick.querySelectorAll('select');
  const picked = document.getElementById('picked');
  if (from === undefined || to === undefined || picked === null) return;
  let facts: Promise<readonly VersionFacts[]> | null = null;
  const show = async () => {
    facts ??= fetch(pick.dataset.facts ?? '').then((answer) => answer.json());
    const known = await facts;
    const of = (version: string) => known.find((each) => each.version === version);
    const [before, after] = [of(from.value), of(to.value)];
    if (before !== undefined && after !== undefined) picked.replaceChildren(...rendered(before, after));
  };
  pick.addEventListener('change', () => {
    show().catch(() => {
      facts = null;
      picked.replaceChildren(element('p', 'The versions could not be loaded. Try again.'));
    });
  });
  pick.classList.remove('waiting');
}

function rendered(from: VersionFacts, to: VersionFacts): readonly HTMLElement[] {
  const diff = diffVersions(from, to);
  const lists = diff.groups.flatMap(({ title, changes }) => [
    element('h3', title),
    element('ul', ...changes.map(({ words }) => element('li', ...spoken(words)))),
  ]);
  return [
    element('h2', `From ${from.version} to ${to.version}: ${verdictWords(diff).toLowerCase()}`),
    element('ol', ...diff.todo.map((words) => element('li', ...spoken(words)))),
    ...(lists.length > 0 ? lists : [element('p', 'Nothing that is deployed differs.')]),
  ];
}

function spoken(words: Words): (string | HTMLElement)[] {
  return words.map((part) => (typeof part === 'string' ? part : element('code', part.code)));
}

function element(name: string, ...content: (string | HTMLElement)[]): HTMLElement {
  const made = document.createElement(name);
  made.append(...content);
  return made;
}

/** A link to a version that is folded away opens it. */
function openNamed(): void {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named instanceof HTMLDetailsElement) named.open = true;
}
