/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** Gives each block of commands a button that copies it. Without a script there is no button, and nothing is missing. */

for (const block of document.querySelectorAll<HTMLElement>('[data-copy]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', `Copy: ${block.dataset.copy}`);
  const status = document.createElement('span');
  status.className = 'unseen';
  status.setAttribute('role', 'status');
  button.addEventListener('click', async () => {
    const copied = await copy(block.querySelector('code')?.textContent ?? '');
    button.textContent = copied ? 'Copied' : 'Select and copy by hand';
    status.textContent = button.textContent;
    setTimeout(() => {
      button.textContent = 'Copy';
      status.textContent = '';
    }, 2000);
  });
  block.append(button, status);
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
