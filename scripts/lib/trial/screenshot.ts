import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Evidence } from '../types.ts';

export type { Browser };

const CHROMIUM = '/usr/bin/chromium';
const VIEWPORT = { width: 1280, height: 800 };
const LOAD_MS = 15_000;
const HTML_CHARACTERS = 512 * 1024;

/** A headless Chromium, or null when this machine has none. Start it early: it takes about a second. */
async function launchBrowser(): Promise<Browser | null> {
  const executablePath = process.env.CHROMIUM ?? CHROMIUM;
  if (!existsSync(executablePath)) return null;
  const { chromium } = await import('playwright-core');
  return await chromium.launch({
    executablePath,
    chromiumSandbox: process.getuid?.() !== 0,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    ],
  });
}

export interface LazyBrowser extends AsyncDisposable {
  /** The one browser, launched by the first call. */
  launch(): Promise<Browser | null>;
}

/** Nothing is launched yet: a second of work that a failing deployment need not wait for. Disposing closes it. */
export function openBrowser(): LazyBrowser {
  let launched: Promise<Browser | null> | null = null;
  return {
    launch() {
      launched ??= launchBrowser();
      // Whoever waits for it is told; nobody may be there yet.
      launched.catch(() => undefined);
      return launched;
    },
    async [Symbol.asyncDispose]() {
      await (await launched?.catch(() => null))?.close();
    },
  };
}

export interface Picture {
  readonly evidence: Evidence;
  /** The page as scripts made it, and how often its console complained; null without a picture. */
  readonly page: { readonly url: string; readonly body: string; readonly consoleErrors: number } | null;
}

/** What the page looks like, and what its console complained of. Never throws: a missing picture is said, not fatal. */
export async function takeScreenshot(
  browser: Promise<Browser | null>,
  edgeSocket: string,
  url: string,
  folder: string,
  signal: AbortSignal,
): Promise<Picture> {
  const file = 'evidence/screenshot.png';
  try {
    const running = await browser;
    if (running === null) return noScreenshot('no Chromium on this machine; set CHROMIUM to one');
    await using proxy = await startProxy(edgeSocket);
    const context = await running.newContext({
      viewport: VIEWPORT,
      ignoreHTTPSErrors: true,
      // Also what a page asks of localhost goes to the edge: nothing of this machine is within its reach.
      proxy: { server: proxy.address, bypass: '<-loopback>' },
    });
    try {
      const page = await context.newPage();
      const complaints: string[] = [];
      let consoleErrors = 0;
      page.on('console', (message) => {
        if (message.type() !== 'error') return;
        consoleErrors += 1;
        if (complaints.length < 20) complaints.push(`${message.text().slice(0, 300)} (${message.location().url})`);
      });
      await page.goto(url, { waitUntil: 'load', timeout: LOAD_MS });
      signal.throwIfAborted();
      await mkdir(join(folder, 'evidence'), { recursive: true });
      await page.screenshot({ path: join(folder, file), animations: 'disabled', timeout: LOAD_MS });
      const text = complaints.length === 0 ? 'no console error' : complaints.join('\n');
      const title = `${url} at ${VIEWPORT.width} × ${VIEWPORT.height}`;
      const seen = { url: page.url(), body: (await page.content()).slice(0, HTML_CHARACTERS), consoleErrors };
      return { evidence: { kind: 'screenshot', title, text, file }, page: seen };
    } finally {
      await context.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    return noScreenshot(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
}

function noScreenshot(why: string): Picture {
  return { evidence: { kind: 'screenshot', title: 'no screenshot', text: why }, page: null };
}

/** A forward proxy on loopback through which every host is the edge. */
async function startProxy(edgeSocket: string): Promise<AsyncDisposable & { readonly address: string }> {
  const server = createServer((_request, response) => response.writeHead(502).end('only https\n'));
  server.on('connect', (_request, client, head) => {
    const edge = connect(edgeSocket, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      edge.write(head);
      edge.pipe(client).pipe(edge);
    });
    edge.on('error', () => client.destroy());
    client.on('error', () => edge.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => close(server) };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
