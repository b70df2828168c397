/**
 * The catalogue's build against its budgets, on generated commons (site-commons.ts): seconds, processor seconds, the most memory
 * that all its processes hold at one moment, bytes. What is measured begins with recipes that are read: reading them from git is
 * measured apart, on a repository with a real history. Beside it, Eleventy on the same pages in the same run, which has less to
 * do: it is given each page's finished body, and writes neither bundles nor files for programs.
 */
import { glob, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layOutEleventy } from './eleventy.ts';
import { type Measured, measureTree } from './process-tree.ts';
import { measureReading } from './site-reading.ts';

const BUILD = join(import.meta.dirname, 'site-build.ts');
const ELEVENTY = join(import.meta.dirname, '../../node_modules/.bin/eleventy');
/** As package.json starts the catalogue. */
const THRIFTY = ['--max-semi-space-size=8', '--heap-growing-percent=30'];
const MIB = 1024 ** 2;
const SIZES = [
  { recipes: 200, versions: 20, seconds: 20, bytes: Number.POSITIVE_INFINITY },
  { recipes: 1000, versions: 20, seconds: 45, bytes: Number.POSITIVE_INFINITY },
  { recipes: 5000, versions: 3, seconds: 90, bytes: 1024 * MIB },
];

const wanted = process.env.SITE_BENCH;
for (const size of SIZES) {
  const name = `${size.recipes}x${size.versions}`;
  if (wanted !== undefined && wanted !== name) continue;
  const work = await mkdtemp(join(tmpdir(), 'bench-site-'));
  try {
    await compare(size, work);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
if (wanted === undefined || wanted === 'reading') print(await measureReading());

async function compare({ recipes, versions, seconds, bytes }: (typeof SIZES)[number], work: string): Promise<void> {
  print(`\n${recipes} recipes × ${versions} versions`);
  const env = { NODE_OPTIONS: '--max-old-space-size=8192' };
  const ours = await measureTree('node', [...THRIFTY, BUILD, String(recipes), String(versions), work], {
    stderr: 'inherit',
  });
  const site = join(work, 'site');
  const pages = await layOutEleventy(site, join(work, 'eleventy'));
  row(
    `catalogue, ${pages} pages with all files`,
    ours,
    `target ≤ ${seconds} s${bytes < 1e12 ? ' and ≤ 1024 MiB' : ''}`,
  );
  print(`  ${await sizesOf(site)}`);
  const theirs = await measureTree(ELEVENTY, ['--quiet'], { cwd: join(work, 'eleventy'), env });
  row('eleventy, the same pages', theirs, '');
  const ratio = (a: number, b: number) => `× ${(a / b).toFixed(2)}`;
  print(
    `  against it: seconds ${ratio(ours.seconds, theirs.seconds)} (target ≤ 2.5), processor ${ratio(ours.cpuSeconds, theirs.cpuSeconds)}, memory ${ratio(ours.peakBytes, theirs.peakBytes)}`,
  );
}

async function sizesOf(site: string): Promise<string> {
  const [html, all] = [
    { files: 0, bytes: 0 },
    { files: 0, bytes: 0 },
  ];
  for await (const entry of glob('**/*', { cwd: site, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const { size } = await stat(join(entry.parentPath, entry.name));
    for (const sum of entry.name.endsWith('.html') ? [html, all] : [all]) {
      sum.files++;
      sum.bytes += size;
    }
  }
  const told = ({ files, bytes }: typeof all) => `${files} files, ${(bytes / MIB).toFixed(0)} MiB`;
  const roots = await readdir(site);
  return `${told(all)}; pages ${told(html)}; ${roots.length} entries at the root`;
}

function row(name: string, { seconds, cpuSeconds, peakBytes }: Measured, target: string): void {
  const cells = [`${seconds.toFixed(1)} s`, `${cpuSeconds.toFixed(1)} s cpu`, `${(peakBytes / MIB).toFixed(0)} MiB`];
  print(`  ${name.padEnd(44)}${cells.map((cell) => cell.padStart(12)).join('')}  ${target}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
