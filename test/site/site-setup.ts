/** The built site of a small commons, and a browser: what every test of a page needs. */
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Built and served once for all files of tests, see global-setup.ts. */
export const SITE = inject('site');
/** The recipe that is proven; its newest version. */
export const NOTES = 'r/notes/1.1.0+2.0/';

export let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
});
afterAll(() => browser?.close());

export interface Opened extends AsyncDisposable {
  readonly page: Page;
  readonly faults: string[];
}

/** Opens a page; every complaint, dialog and request to elsewhere is noted. */
export function open(path: string, options: BrowserContextOptions = {}): Promise<Opened> {
  return openAt(SITE.address, path, options);
}

/** The same of another site than the usual one. */
export async function openAt(address: string, path: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext(options);
  // A picture that is opened by itself cannot say that it has no icon.
  await context.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => faults.push(`console: ${message.text()}`));
  // A page that is left before it was drawn has no transition, which the browser tells as an error of its own.
  page.on('pageerror', ({ message }) => {
    if (!/^Transition was (?:aborted|skipped)/.test(message)) faults.push(`error: ${message}`);
  });
  page.on('dialog', async (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(address)) faults.push(`foreign request: ${request.url()}`);
  });
  await page.goto(address + path, { waitUntil: 'load' });
  return { page, faults, [Symbol.asyncDispose]: () => context.close() };
}

/** The text of a file of the site. */
export function readPage(path: string): Promise<string> {
  return readFile(join(SITE.folder, path), 'utf8');
}

export async function htmlFiles(): Promise<readonly string[]> {
  return (await Array.fromAsync(glob('**/*.html', { cwd: SITE.folder }))).sort();
}
