/** What `--fix` does to a text, and that it does nothing else. */
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../scripts/lib/lint/edit/apply.ts';
import { fixFindings } from '../../scripts/lib/lint/fix.ts';
import { parsedYaml } from '../../scripts/lib/recipe/yaml.ts';
import type { Finding } from '../../scripts/lib/types.ts';
import { findingsOf, fix, fixCases, fixText } from './fix-fixtures.ts';
import { caseFiles, cases, recipeOf, recipeWith } from './fixtures.ts';

const CASES = fixCases().map((each) => [`${each.rule}/${each.name}`, each] as const);

describe('a case', () => {
  it.each(CASES)('%s becomes what is expected', (_, each) => {
    expect(fixText(each, each.before).text).toBe(each.after);
  });

  it.each(CASES)('%s is not repaired twice', (_, each) => {
    const again = fixText(each, each.after);
    expect(again.fixed).toEqual([]);
    expect(again.text).toBe(each.after);
  });

  it.each(CASES)('%s keeps every comment', (_, each) => {
    expect(commentsOf(each.after)).toEqual(commentsOf(each.before));
  });

  it.each(CASES)('%s is the same with CR LF', (_, each) => {
    const lines = (text: string) => text.replaceAll(/\r?\n/g, '\r\n');
    expect(fixText(each, lines(each.before)).text).toBe(lines(each.after));
  });
});

function commentsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?<=^|\s)# (?:[^#\r\n]*[^#\s])/gm)].map(([comment]) => comment).sort();
}

describe('all repairs of every bad case of every rule', () => {
  const bad = cases().filter(({ kind }) => kind === 'bad');

  it.each(bad.map((each) => [`${each.rule}/${each.name}`, each] as const))('%s', (_, { folder }) => {
    const recipe = recipeOf(caseFiles(folder));
    const { files, findings, fixed, more } = fix(recipe);
    expect(more).toBe(false);
    for (const [index, file] of files.entries()) {
      const before = recipe.files[index];
      if (before === undefined || before.content === file.content) continue;
      expect(parsedYaml(file).value).toBeDefined();
      expect(parsedYaml(file).problems.length).toBeLessThanOrEqual(parsedYaml(before).problems.length);
    }
    expect(errors(findings).filter((error) => !errors(findingsOf(recipe)).includes(error))).toEqual([]);
    expect(identities(findings).filter((identity) => identities(fixed).includes(identity))).toEqual([]);
    expect(fix(recipeOf(files)).fixed).toEqual([]);
  });

  it('are some', () => {
    const repaired = new Set(
      bad.flatMap(({ folder }) => fix(recipeOf(caseFiles(folder))).fixed.map(({ rule }) => rule)),
    );
    expect([...repaired]).toEqual(
      expect.arrayContaining(['swarm-ignores-key', 'swarm-rejects-key', 'unescaped-dollar']),
    );
  });
});

function errors(findings: readonly Finding[]): readonly string[] {
  return findings.filter(({ severity }) => severity === 'error').map(({ rule, message }) => `${rule} ${message}`);
}

function identities(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ rule, message, path }) => `${rule} ${message} ${JSON.stringify(path)}`);
}

const SERVICE = 'services:\n  app:\n    image: ghcr.io/example/app:1.0\n';
/** A rule that offers whatever edit a test wants. */
const offer = (text: string, start: number, end: number, replacement: string) => {
  const recipe = recipeWith({ 'compose.yml': text });
  const findings: readonly Finding[] = [
    {
      step: 'lint',
      rule: 'test',
      severity: 'error',
      message: 'Something is wrong',
      help: 'Repair it.',
      path: ['services', 'app', 'image'],
      place: { file: 'recipes/wiki/compose.yml', line: 3, column: 5 },
      data: {},
      fix: [{ file: 'compose.yml', start, end, text: replacement }],
    },
  ];
  return { recipe, findings };
};

describe('a repair that would do harm is not done', () => {
  const isUnchanged = ({ recipe, findings }: ReturnType<typeof offer>, after: readonly Finding[] = []): boolean => {
    const { files, fixed } = fixFindings({ files: recipe.files, findings }, { relint: () => after });
    return fixed.length === 0 && files === recipe.files;
  };

  it('because the text is no YAML any more', () => {
    expect(isUnchanged(offer(SERVICE, 10, 10, '[\n'))).toBe(true);
  });

  it('because another service changes', () => {
    const text = `${SERVICE}  db:\n    image: ghcr.io/example/db:1.0\n`;
    const start = text.indexOf('ghcr.io/example/db');
    expect(isUnchanged(offer(text, start, start + 4, 'quay'))).toBe(true);
    expect(isUnchanged(offer(text, text.indexOf('ghcr.io/example/app'), start, 'x\n  db:\n    image: '))).toBe(false);
  });

  it('because the finding stays', () => {
    const offered = offer(SERVICE, SERVICE.length - 3, SERVICE.length - 1, '2');
    expect(isUnchanged(offered, offered.findings)).toBe(true);
    expect(isUnchanged(offered)).toBe(false);
  });

  it('because an error comes', () => {
    const offered = offer(SERVICE, SERVICE.length - 3, SERVICE.length - 1, '2');
    expect(isUnchanged(offered, [{ ...(offered.findings[0] as Finding), message: 'Something else is wrong' }])).toBe(
      true,
    );
  });
});

it('repairs many services', () => {
  const keys = ['container_name: x', 'mac_address: x', 'userns_mode: x', 'cgroup_parent: x'];
  const service = (name: number) =>
    `  s${name}:\n    image: ghcr.io/example/app:1.0\n${keys.map((key) => `    ${key}\n`).join('')}`;
  const names = Array.from({ length: 40 }, (_, index) => index);
  const recipe = recipeWith({ 'compose.yml': `services:\n${names.map(service).join('')}` });
  const { fixed, more } = fix(recipe, ({ rule }) => rule === 'swarm-ignores-key');
  expect(fixed).toHaveLength(160);
  expect(more).toBe(false);
});

it('ends, and says so, when every repair brings the next finding', () => {
  const offered = offer(SERVICE, SERVICE.length - 3, SERVICE.length - 2, '2');
  let count = 0;
  const relint = () =>
    offered.findings.map((finding) => ({ ...finding, message: `Finding ${count++}`, severity: 'info' as const }));
  const { fixed, more } = fixFindings({ files: offered.recipe.files, findings: relint() }, { relint });
  expect(fixed.length).toBeGreaterThan(10);
  expect(more).toBe(true);
});

describe('edits', () => {
  it('are made in any order', () => {
    const edits = [
      { file: 'x', start: 3, end: 4, text: 'D' },
      { file: 'x', start: 0, end: 1, text: '' },
      { file: 'x', start: 4, end: 4, text: '!' },
    ];
    expect(applyEdits('abcd', edits)).toBe('bcD!');
  });

  it('may not overlap', () => {
    const edits = [
      { file: 'x', start: 0, end: 2, text: '' },
      { file: 'x', start: 1, end: 3, text: '' },
    ];
    expect(() => applyEdits('abcd', edits)).toThrow('overlap');
  });
});
