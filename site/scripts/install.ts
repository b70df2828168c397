/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Fields for the settings, random values for the secrets, tabs. Values stay on the page and in the address behind `#`. */
import { envBlock, randomText, readFragment, secretLine, type Values, writeFragment } from '../browser.ts';

interface Field {
  readonly name: string;
  readonly value: string;
  readonly input: HTMLInputElement;
}

/** Nobody changes these for a first installation. */
const GIVEN = /^(?:TYPE|SECRET_.*_VERSION)$/;

function startFields(): void {
  const step = document.getElementById('fill-in');
  const rows = document.querySelectorAll('table[data-settings="required"] tbody tr');
  if (step === null || rows.length === 0) return;
  const samples: Values = Object.fromEntries([...rows].map((row) => [nameOf(row), sampleOf(row)]));
  const fields = [...rows].filter((row) => !GIVEN.test(nameOf(row))).map((row, index) => fieldOf(row, index));
  const code = make('code');
  const pre = make('pre', code);
  pre.tabIndex = 0;
  pre.setAttribute('role', 'group');
  pre.setAttribute('aria-label', 'Write the settings');
  const block = make('div', pre);
  block.className = 'code';
  block.dataset.copy = 'Write the settings';
  const list = make('div', ...fields.map(({ input }) => input.closest('p') ?? input));
  list.className = 'fields';
  const hint = note(
    'What you fill in stays in this page and in its address behind #; it is never sent. The marked lines are yours, all else is the sample’s. No other step changes by it.',
  );
  const show = () => {
    code.replaceChildren(
      ...envBlock(samples, own(fields)).flatMap(({ text, own }) => [own ? make('mark', text) : text, '\n']),
    );
    code.lastChild?.remove();
  };
  list.addEventListener('input', () => {
    show();
    history.replaceState(null, '', writeFragment(own(fields)) || location.pathname);
  });
  step.querySelector('.code')?.remove();
  const lead = step.querySelector('p');
  if (lead !== null) lead.textContent = 'Fill them in here, then paste the block: it writes the file .env.';
  step.append(list, hint, block);
  const given = readFragment(
    location.hash,
    fields.map(({ name }) => name),
  );
  for (const { name, input } of fields) input.value = given[name] ?? input.value;
  show();
  if (Object.keys(given).length > 0) step.scrollIntoView();
}

function own(fields: readonly Field[]): Values {
  return Object.fromEntries(
    fields.filter(({ input, value }) => input.value !== value).map(({ name, input }) => [name, input.value]),
  );
}

function nameOf(row: Element): string {
  return row.querySelector('.key')?.textContent ?? '';
}

function sampleOf(row: Element): string {
  return row.querySelector('.value')?.textContent ?? '';
}

function fieldOf(row: Element, index: number): Field {
  const name = nameOf(row);
  const value = sampleOf(row);
  const input = make('input');
  Object.assign(input, { id: `field-${index}`, value, spellcheck: false, autocomplete: 'off', maxLength: 4096 });
  const label = make('label', name);
  label.htmlFor = input.id;
  const hint = note(row.querySelector('td')?.textContent ?? '');
  hint.id = `hint-${index}`;
  input.setAttribute('aria-describedby', hint.id);
  make('p', label, input, hint);
  return { name, value, input };
}

function startSecrets(): void {
  const step = document.querySelector('[data-step="secrets"]');
  const made = [...document.querySelectorAll<HTMLElement>('[data-secret][data-length]')];
  if (step === null || made.length === 0) return;
  const code = make('code');
  const pre = make('pre', code);
  pre.tabIndex = 0;
  const fill = () => {
    code.textContent = made
      .map(({ dataset }) => {
        const value = randomText(Number(dataset.length), dataset.charset as 'hex', (count) =>
          crypto.getRandomValues(new Uint8Array(count)),
        );
        return secretLine(dataset.secret ?? '', value);
      })
      .join('\n');
  };
  const again = make('button', 'Make others');
  again.type = 'button';
  again.addEventListener('click', fill);
  const details = make(
    'details',
    make('summary', 'Make the values in this browser instead'),
    note('For a password manager, say. These lines stand for those that begin with (umask; nobody else sees them.'),
    pre,
    again,
  );
  details.addEventListener('toggle', () => {
    if (code.textContent === '') fill();
  });
  step.append(details);
}

/** Links to the ways that show one at a time. */
function startTabs(): void {
  const tabs = [...document.querySelectorAll<HTMLAnchorElement>('.tabs a')];
  const choose = (chosen: HTMLAnchorElement) => {
    for (const tab of tabs) {
      const panel = document.getElementById(tab.hash.slice(1));
      if (panel !== null) panel.hidden = tab !== chosen;
      if (tab === chosen) tab.setAttribute('aria-current', 'true');
      else tab.removeAttribute('aria-current');
    }
  };
  for (const tab of tabs) {
    tab.addEventListener('click', (event) => {
      // The address may carry settings behind #.
      event.preventDefault();
      choose(tab);
    });
  }
  const named = tabs.find(({ hash }) => hash === location.hash) ?? tabs[0];
  if (named !== undefined) choose(named);
}

function note(text: string): HTMLSpanElement {
  const made = make('span', text);
  made.className = 'note';
  return made;
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  ...content: (string | HTMLElement)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.append(...content);
  return made;
}

startFields();
startSecrets();
startTabs();
