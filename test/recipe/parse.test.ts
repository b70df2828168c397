import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { configVersions } from '../../scripts/lib/recipe/needs.ts';
import { parseRecipe } from '../../scripts/lib/recipe/parse.ts';
import { readFolder } from '../../scripts/lib/recipe/read.ts';
import type { Recipe } from '../../scripts/lib/types.ts';
import { cpuMs } from './cpu.ts';
import { textFile } from './files.ts';

/** Work is measured in processor time; the clock on the wall may be slow on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

const cases = join(import.meta.dirname, '../fixtures/recipe/folders');

async function recipeOf(name: string): Promise<Recipe> {
  const content = readFolder(join(cases, name, '_recipe'), `recipes/${name}`);
  return parseRecipe({ name, folder: `recipes/${name}`, commit: null, ...content });
}

/** A new case is a new folder; `vitest -u` writes its expected.txt, to be read before it is committed. */
test.each(readdirSync(cases))('findings of %s', async (name) => {
  const { findings } = await recipeOf(name);
  const lines = findings.map(({ place, severity, rule, message, help }) => {
    return `${place?.file}:${place?.line}:${place?.column} ${severity} ${rule}\n  ${message}\n  ${help}\n`;
  });
  await expect(lines.join('')).toMatchFileSnapshot(join(cases, name, 'expected.txt'));
});

describe('a complete recipe', () => {
  test('says its version, files and overlays', async () => {
    const recipe = await recipeOf('complete');
    expect(recipe.version).toBe('1.2.0+2.1');
    expect(recipe.compose.map(({ file, overlay }) => [file, overlay])).toEqual([
      ['compose.yml', ''],
      ['compose.mail.yml', 'mail'],
    ]);
    expect(recipe.metadata).toMatchObject({ title: 'Example Wiki', waivers: [{ until: '2027-02-28' }] });
  });

  test('says which secrets and configs it needs', async () => {
    const recipe = await recipeOf('complete');
    const name = (key: string, setting: string) => `\${STACK_NAME}_${key}_\${${setting}}`;
    expect(recipe.secrets).toEqual([
      {
        key: 'db_password',
        name: name('db_password', 'SECRET_DB_PASSWORD_VERSION'),
        versionSetting: 'SECRET_DB_PASSWORD_VERSION',
        length: 64,
        charset: 'hex',
        generate: true,
      },
      {
        key: 'smtp_password',
        name: name('smtp_password', 'SECRET_SMTP_PASSWORD_VERSION'),
        versionSetting: 'SECRET_SMTP_PASSWORD_VERSION',
        length: 32,
        charset: 'default',
        generate: false,
      },
    ]);
    expect(recipe.configs).toEqual([
      {
        key: 'nginx_conf',
        name: name('nginx_conf', 'NGINX_CONF_VERSION'),
        file: 'nginx.conf',
        versionSetting: 'NGINX_CONF_VERSION',
      },
    ]);
  });

  test('says the versions of its configs; nothing else in abra.sh is read', async () => {
    const recipe = await recipeOf('complete');
    expect(configVersions(recipe.files.find(({ path }) => path === 'abra.sh'))).toEqual({
      NGINX_CONF_VERSION: 'v3',
      SQL_CONF_VERSION: 'v2',
    });
  });

  test('is JSON-safe', async () => {
    const recipe = await recipeOf('complete');
    expect(JSON.parse(JSON.stringify(recipe))).toEqual(recipe);
  });
});

test('a metadata file that says only what it must is filled up', () => {
  const text =
    'title: T\nsummary: S\ncategory: wiki\nlicence: MIT\nwebsite: https://a.org\nupstream: {repository: https://b.org}\nmaintainers: [{name: A, contact: a}]\n';
  const files = [textFile(text, 'recipe.yml')];
  const recipe = parseRecipe({ name: 'x', folder: 'recipes/x', commit: null, files, findings: [] });
  expect(recipe.metadata).toMatchObject({
    tags: [],
    features: {},
    waivers: [],
    trial: { env: {}, probes: [], skip: [], rotates: [] },
  });
});

test('a label that is no version is none: it names folders later', () => {
  const text = 'services: {app: {image: a, deploy: {labels: ["coop-cloud.${STACK_NAME}.version=1.0.0+../../x"]}}}';
  const source = { name: 'x', folder: 'recipes/x', commit: null, files: [textFile(text)], findings: [] };
  expect(parseRecipe(source).version).toBeNull();
});

test('a recipe is parsed within 20 ms', async () => {
  const { files } = readFolder(join(cases, 'complete/_recipe'), 'recipes/x');
  const times: number[] = [];
  for (let round = 0; round < 15; round++) {
    const source = {
      name: 'x',
      folder: 'recipes/x',
      commit: null,
      files: files.map((file) => ({ ...file })),
      findings: [],
    };
    times.push(await cpuMs(() => parseRecipe(source)));
  }
  expect(times.sort((a, b) => a - b)[7]).toBeLessThan(20);
});
