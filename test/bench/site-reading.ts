/** The edge that the site's bench leaves out: every version of every recipe, read from a git repository. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { openCatalogueSource } from '../../scripts/lib/catalogue/read.ts';

const ROOT = join(import.meta.dirname, '../..');
const TEMPLATES = ['fossil', 'davical', 'forgejo', 'nextcloud'];
const [RECIPES, VERSIONS] = [40, 10];

export async function measureReading(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'bench-reading-'));
  try {
    await makeHistory(root);
    const started = performance.now();
    let versions = 0;
    for await (const recipe of (await openCatalogueSource(root)).recipes) versions += recipe.versions.length;
    const ms = performance.now() - started;
    return `\nreading ${RECIPES} recipes × ${VERSIONS} versions from git: ${(ms / 1000).toFixed(1)} s, ${(ms / versions).toFixed(1)} ms a version (${versions})`;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** One commit publishes the next version of every recipe. */
async function makeHistory(root: string): Promise<void> {
  const git = (...args: string[]) =>
    execa('git', ['-c', 'user.name=b', '-c', 'user.email=b@b', ...args], { cwd: root });
  await git('init', '--quiet', '--initial-branch=main');
  await mkdir(join(root, 'recipes'));
  for (let version = 1; version <= VERSIONS; version++) {
    for (let index = 0; index < RECIPES; index++) {
      const template = TEMPLATES[index % TEMPLATES.length] ?? '';
      const folder = join(root, 'recipes', `${template}-${index}`);
      if (version === 1) await cp(join(ROOT, 'recipes', template), folder, { recursive: true });
      const compose = await readFile(join(ROOT, 'recipes', template, 'compose.yml'), 'utf8');
      await writeFile(
        join(folder, 'compose.yml'),
        compose.replace(/\.version=\d+\.\d+\.\d+\+/, `.version=1.${version}.0+`),
      );
    }
    await git('add', '.');
    await git('commit', '--quiet', `--message=Version ${version}`);
  }
}
