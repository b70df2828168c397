/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** `/` and Ctrl-K lead to the field, arrows from it through the recipes, Enter to one, Escape back. */
export function keyboard(input: HTMLInputElement, clear: () => void): void {
  const links = () => [...document.querySelectorAll<HTMLElement>('#cards h3 a')];

  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Enter') links()[0]?.click();
    else if (event.key === 'ArrowDown') links()[0]?.focus();
    else if (event.key !== 'Escape') return;
    else if (input.value === '') input.blur();
    else clear();
    event.preventDefault();
  });

  document.addEventListener('keydown', (event) => {
    const slash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey;
    const controlK = event.key === 'k' && (event.ctrlKey || event.metaKey);
    if ((slash && !isTyping(event.target)) || controlK) {
      event.preventDefault();
      input.focus();
      input.select();
      return;
    }
    const all = links();
    const at = event.target instanceof HTMLElement ? all.indexOf(event.target) : -1;
    if (at === -1) return;
    if (event.key === 'ArrowDown') all[Math.min(all.length - 1, at + 1)]?.focus();
    else if (event.key === 'ArrowUp' && at > 0) all[at - 1]?.focus();
    else if (event.key === 'ArrowUp' || event.key === 'Escape') input.focus();
    else return;
    event.preventDefault();
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select');
}
