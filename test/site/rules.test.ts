import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALL_RULES, lint } from '../../scripts/lib/lint/lint.ts';
import { PLANTERS } from '../../scripts/lib/mutation/planters.ts';
import { readPlanted } from '../../scripts/lib/mutation/read-planted.ts';
import { testGates } from '../../scripts/lib/mutation/run.ts';
import { tally } from '../../scripts/lib/mutation/tally.ts';
import { listRecipes, readRecipes } from '../../scripts/lib/recipe/read.ts';
import { plainText } from '../../scripts/lib/report/plain-text.ts';
import type { Finding, Recipe } from '../../scripts/lib/types.ts';
import { NOW } from '../certificate/sample.ts';
import { caseFiles, casePublished, recipeOf } from '../lint/fixtures.ts';
import { open, readPage, SITE } from './site-setup.ts';

const CASES = join(import.meta.dirname, '../fixtures/lint');

/** What the page of a rule shows of one case, read by a browser from the built HTML. */
interface ShownCase {
  readonly case: string;
  readonly files: readonly {
    readonly path: string;
    readonly version: string | null;
    readonly lines: readonly { readonly number: number; readonly text: string; readonly marker: string | null }[];
  }[];
  readonly says: readonly string[];
  readonly others: readonly string[];
}

const READ_CASES = `
  async (paths) => {
    const cases = [];
    for (const path of paths) {
      const text = await (await fetch('/rules/' + path + '/')).text();
      for (const example of new DOMParser().parseFromString(text, 'text/html').querySelectorAll('.example')) {
        cases.push({
          case: example.dataset.case,
          files: [...example.querySelectorAll('.listing')].map((listing) => ({
            path: listing.dataset.file,
            version: listing.dataset.version ?? null,
            lines: [...listing.querySelectorAll('[data-line]')].map((line) => ({
              number: Number(line.dataset.line),
              text: line.textContent,
              marker: line.matches('mark') ? line.nextElementSibling.textContent : null,
            })),
          })),
          says: [...example.querySelectorAll('.says li')].map((item) =>
            ['.chip', '.place', '.message', '.help'].map((part) => item.querySelector(part).textContent).join(' | '),
          ),
          others: [...example.querySelectorAll('.others li')].map((item) => item.textContent.trim()),
        });
      }
    }
    return cases;
  }`;

describe('rules', () => {
  it('shows cases as they are, and says of them exactly what lint says', async () => {
    await using opened = await open('rules/');
    const ids = ALL_RULES.map(({ id }) => id);
    const shown = await opened.page.evaluate<readonly ShownCase[]>(`(${READ_CASES})(${JSON.stringify(ids)})`);
    expect(new Set(shown.map((each) => each.case.split('/')[0])).size).toBeGreaterThan(ids.length - 8);
    for (const { case: name, files, says, others } of shown) {
      const at = join(CASES, name);
      const recipe = recipeOf(caseFiles(at));
      const { findings } = lint(recipe, { today: '2026-01-01', published: casePublished(at) });
      const own = findings.filter(({ rule }) => rule === name.split('/')[0]);
      expect(own.length > 0, name).toBe(name.includes('/bad/'));
      expect(says, name).toEqual(own.map((finding) => sentence(finding, recipe)));
      const rest = findings.filter((finding) => !own.includes(finding)).map(({ rule }) => rule);
      expect(others, name).toEqual([...new Set(rest)].sort());
      for (const { path, version, lines } of files) {
        const real = version === null ? path : `_published/${version}/${path}`;
        const text = await readFile(join(at, real), 'utf8').catch(() => readFile(join(CASES, '_recipe', path), 'utf8'));
        for (const line of lines) {
          expect(line.text, `${name} ${path}`).toBe(
            plainText((text.split('\n')[line.number - 1] ?? '').replaceAll('\t', ' ')),
          );
          const places = own.flatMap(({ place }) => (isIn(place, path) && place?.line === line.number ? [place] : []));
          expect(line.marker !== null, `${name} ${path}:${line.number}`).toBe(version === null && places.length > 0);
          for (const { column } of version === null ? places : []) expect(line.marker?.[column - 1]).toBe('^');
        }
        const marked = version === null ? own.filter(({ place }) => isIn(place, path)) : [];
        const numbers = lines.map(({ number }) => number);
        expect(numbers.length).toBeLessThanOrEqual(40);
        expect(numbers, `${name} ${path}`).toEqual(
          expect.arrayContaining(marked.slice(0, 1).map(({ place }) => place?.line)),
        );
      }
    }
    expect(opened.faults).toEqual([]);
  });

  it('counts the faults that were planted into these very recipes', async () => {
    await using opened = await open('rules/', { javaScriptEnabled: false });
    const recipes = await readRecipes(SITE.root, await listRecipes(SITE.root));
    const today = NOW.toISOString().slice(0, 10);
    const { planted, found } = tally(testGates(recipes, { planters: PLANTERS, today, read: readPlanted }).results);
    expect(planted).toBeGreaterThan(100);
    const text = await opened.page.locator('.legend .chip').first().textContent();
    expect(text?.trim()).toBe(`${found} of ${planted} planted faults found`);
    expect(await opened.page.locator('#families li').count()).toBe(ALL_RULES.length);
  });

  it('are found by name, words and severity, and keep the words in the address', async () => {
    await using opened = await open('rules/');
    const { page } = opened;
    const visible = () => page.locator('#families li:visible a').allTextContents();
    await page.keyboard.press('/');
    await page.keyboard.type('engine sock');
    expect(await visible()).toEqual(['engine-socket']);
    expect(await page.locator('#count').textContent()).toBe('1 rule fits “engine sock”');
    await page.reload();
    expect(await visible()).toEqual(['engine-socket']);
    await page.locator('#query').fill('info');
    expect((await visible()).length).toBeGreaterThan(0);
    await page.locator('#query').fill('zzz');
    expect(await visible()).toEqual([]);
    await page.getByRole('button', { name: 'Show all rules' }).click();
    expect((await visible()).length).toBe(ALL_RULES.length);
    expect(new URL(page.url()).search).toBe('');
    await page.locator('#query').fill('privileged');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/rules/privileged/');
    expect(opened.faults).toEqual([]);
  });

  it('are linked from what lint found in a version', async () => {
    await using opened = await open('r/wiki/1.0.0+1.0/');
    const found = opened.page.locator('#proof .says li');
    expect(await found.count()).toBe(2);
    expect(await found.nth(1).getByRole('link').count()).toBe(0);
    await opened.page.getByText('What lint found').click();
    await found.getByRole('link', { name: 'memory-limit-missing' }).click();
    await opened.page.waitForURL('**/rules/memory-limit-missing/');
    await opened.page.getByRole('link', { name: 'Lint rules', exact: true }).click();
    await opened.page.waitForURL('**/rules/');
    expect(opened.faults).toEqual([]);
    const html = await readPage('rules/privileged/index.html');
    expect(html).toContain('npm run lint -- --explain privileged');
    expect(html).toContain('rel="next"');
  });
});

function sentence({ severity, message, help, place }: Finding, recipe: Recipe): string {
  const file = (place?.file ?? '').replace(`${recipe.folder}/`, '');
  const isThere = recipe.files.some(({ path }) => path === file);
  return [severity, isThere ? `${file}:${place?.line}:${place?.column}` : file, message, help].join(' | ');
}

function isIn(place: Finding['place'], path: string): boolean {
  return place?.file === `recipes/wiki/${path}`;
}
