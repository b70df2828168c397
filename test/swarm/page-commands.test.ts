/** The steps of built pages, read by a browser and pasted as they stand into a shell beside a private swarm. */
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishCatalogue } from '../../scripts/lib/catalogue/publish.ts';
import { serveFolder } from '../../scripts/lib/catalogue/serve.ts';
import type { Engine, ImageStore } from '../../scripts/lib/engine/engine.ts';
import { localProvider } from '../../scripts/lib/engine/local.ts';
import { openImageStore } from '../../scripts/lib/engine/store.ts';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { isAvailable, provideImages } from '../../scripts/lib/trial/images.ts';
import { installCommands, planTrial } from '../../scripts/lib/trial/plan.ts';
import type { ImageResult } from '../../scripts/lib/types.ts';

const RECIPES = ['fossil', 'davical'] as const;
const signal = new AbortController().signal;
/** Born together, gone together, the last first. */
const made = new AsyncDisposableStack();
let root: string;
let address: string;
let browser: Browser;
let engine: Engine;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'page-commands-'));
  made.defer(() => rm(root, { recursive: true }));
  for (const name of RECIPES) await cp(join('recipes', name), join(root, 'recipes', name), { recursive: true });
  const git = (...args: string[]) =>
    execa('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: root });
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '.');
  await git('commit', '--quiet', '--message=Publish');
  const folder = join(root, 'out/catalogue');
  await publishCatalogue({ root, folder, base: '/', now: new Date(), signal });
  address = made.use(await serveFolder(folder, { port: 0, signal })).address;
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless', '--no-sandbox'] });
  made.defer(() => browser.close());
  const store = made.use(openImageStore({}));
  engine = made.use(await localProvider().start({ images: await imagesOf(store), signal }));
});
afterAll(() => made.disposeAsync());

async function imagesOf(store: ImageStore): Promise<readonly ImageResult[]> {
  const images = [];
  for (const name of RECIPES) {
    const recipe = await readRecipe(process.cwd(), name);
    images.push(...(await provideImages(planTrial(recipe), recipe.folder, { store, standIns: false, signal })));
  }
  expect(images.filter((image) => !isAvailable(image))).toEqual([]);
  return images;
}

interface Steps {
  /** In their order, as they stand on the page. */
  readonly install: readonly string[];
  readonly check: string;
  readonly remove: readonly string[];
  readonly bundle: string;
}

/** All blocks of the page's plain way, but the building of images, which the private swarm has by their digests. */
async function stepsOf(page: Page): Promise<Steps> {
  const texts = (selector: string) => page.locator(`#plain ${selector} pre code`).allTextContents();
  const [check = ''] = await texts('[data-step="check"]');
  const href = await page.locator('#plain a[download]').getAttribute('href');
  return {
    install: await texts('.steps > li:not([data-step="image"]):not([data-step="check"]) > div.code'),
    check,
    remove: await texts('#remove'),
    bundle: new URL(href ?? '', address).href,
  };
}

/** A folder with the downloaded bundle. */
async function download({ bundle }: Steps): Promise<string> {
  const folder = await mkdtemp(join(root, 'hoster-'));
  const bytes = Buffer.from(await (await fetch(bundle)).arrayBuffer());
  await writeFile(join(folder, decodeURIComponent(bundle.split('/').at(-1) ?? '')), bytes);
  return folder;
}

async function run(script: string, cwd: string): Promise<string> {
  const { exitCode, output } = await engine.run(script, { cwd, signal });
  expect(exitCode, `${script}\n${output}`).toBe(0);
  return output;
}

/** Until every service of the page's own check has all its replicas, and every container that has a healthcheck is healthy. */
async function untilHealthy(check: string, cwd: string): Promise<void> {
  const deadline = Date.now() + 240_000;
  for (let said = ''; ; await sleep(500)) {
    said = await run(check, cwd);
    const replicas = [...said.matchAll(/\s(\d+)\/(\d+)\s/g)];
    const containers = await engine.docker.listContainers();
    const isWell = replicas.length > 0 && replicas.every(([, has, wants]) => has === wants && wants !== '0');
    if (isWell && containers.every(({ Status }) => !/starting|unhealthy/.test(Status))) return;
    if (Date.now() > deadline) throw new Error(`not healthy: ${said}`);
  }
}

async function left(stack: string): Promise<Record<string, readonly string[]>> {
  const named = (names: readonly (string | undefined)[]) =>
    names.flatMap((name) => (name?.startsWith(stack) ? [name] : []));
  const { docker } = engine;
  return {
    services: named((await docker.listServices()).map(({ Spec }) => Spec?.Name)),
    containers: named((await docker.listContainers({ all: true })).map(({ Names }) => Names[0]?.slice(1))),
    networks: named((await docker.listNetworks()).map(({ Name }) => Name)),
    secrets: named((await docker.listSecrets()).map(({ Spec }) => Spec?.Name)),
    configs: named((await docker.listConfigs()).map(({ Spec }) => Spec?.Name)),
  };
}

const NOTHING = { services: [], containers: [], networks: [], secrets: [], configs: [] };

/** Pastes a page's steps from the first to the removal. Returns what `.env` held. */
async function follow(page: Page, name: string): Promise<string> {
  const steps = await stepsOf(page);
  const [unpack = '', fillIn = '', settings = '', ...rest] = steps.install;
  const recipe = await readRecipe(process.cwd(), name);
  // Whatever is pasted is what a trial runs; only the first two steps are the page's own.
  const ran = installCommands(recipe).filter(({ id }) => id !== 'image');
  expect([settings, ...rest, steps.check, ...steps.remove]).toEqual(ran.map(({ script }) => script));
  const folder = await download(steps);
  await run([unpack, fillIn, settings, ...rest].join('\n'), folder);
  const inside = join(folder, (await readdir(folder)).find((entry) => !entry.endsWith('.tar.gz')) ?? '');
  await untilHealthy(`${settings}\n${steps.check}`, inside);
  expect((await left(name)).services).not.toEqual([]);
  const volumes = (await engine.docker.listVolumes()).Volumes.map(({ Name }) => Name);
  await run([settings, ...steps.remove].join('\n'), inside);
  await expect.poll(() => left(name), { timeout: 120_000, interval: 500 }).toEqual(NOTHING);
  const kept = (await engine.docker.listVolumes()).Volumes.map(({ Name }) => Name);
  expect(kept.filter((volume) => volume.startsWith(name)).sort()).toEqual(
    volumes.filter((volume) => volume.startsWith(name)).sort(),
  );
  expect(kept.some((volume) => volume.startsWith(name))).toBe(true);
  return (await execa('cat', ['.env'], { cwd: inside })).stdout;
}

async function openPage(name: string, javaScriptEnabled: boolean, fragment = ''): Promise<Page> {
  const page = await browser.newPage({ javaScriptEnabled });
  const { version } = await readRecipe(process.cwd(), name);
  await page.goto(`${address}r/${name}/${version}/${fragment}`);
  return page;
}

describe('the steps of a built page', () => {
  it('install fossil, read without a script, and remove it but for its volumes', async () => {
    const page = await openPage('fossil', false);
    const env = await follow(page, 'fossil');
    expect(env).toContain('DOMAIN=');
    await page.close();
  });

  it('install davical with settings that were filled in, which change nothing but the file .env', async () => {
    const page = await openPage('davical', true);
    await page.getByLabel('DOMAIN', { exact: true }).fill('dav.example.org');
    await page.getByLabel('ADMIN_EMAIL').fill("o'hara@example.org");
    expect(await page.locator('#fill-in mark').allTextContents()).toEqual([
      "DOMAIN='dav.example.org'",
      "ADMIN_EMAIL='o'\\''hara@example.org'",
    ]);
    const env = await follow(page, 'davical');
    expect(env).toContain("DOMAIN='dav.example.org'");
    await page.close();
  });

  it('prepare a swarm: the network and the reverse proxy are taken as the guide has them', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(`${address}prepare/`);
    const [, , network = '', file = '', deploy = '', look = ''] = await page
      .locator('.steps pre code')
      .allTextContents();
    const folder = await mkdtemp(join(root, 'guide-'));
    await writeFile(join(folder, 'traefik.yml'), file);
    await run('docker network rm proxy', folder);
    await run(network, folder);
    await run(deploy, folder);
    expect(await run(look, folder)).toMatch(/traefik_app .*traefik:v3/);
    const { Spec } = await engine.docker.getService('traefik_app').inspect();
    expect(Spec.TaskTemplate.ContainerSpec.Args).toContain(
      '--certificatesResolvers.production.acme.email=you@example.org',
    );
    await run('docker stack rm traefik', folder);
    await page.close();
  });
});
