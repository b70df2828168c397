/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Where this site is hosted, into what is to be copied from it. */

for (const block of document.querySelectorAll<HTMLElement>('[data-site]')) {
  for (const code of block.querySelectorAll('code')) {
    code.textContent = (code.textContent ?? '').replaceAll(block.dataset.site ?? '', location.origin);
  }
}
