import { expect, test } from 'vitest';
import { ALL_RULES } from '../../scripts/lib/lint/lint.ts';

/** What `abra recipe lint` checks (package coopcloud.tech/abra/pkg/lint), and our rules that say the same and more. */
const ABRA: readonly (readonly [number: string, what: string, rules: readonly string[]])[] = [
  ['R001', 'compose config has expected version', ['compose-version']],
  ['R002', 'healthcheck enabled for all services', ['healthcheck-missing']],
  ['R003', 'all images use a tag', ['image-untagged']],
  ['R004', 'no unstable tags', ['image-tag-floating']],
  ['R005', 'tags use semver-like format', ['image-tag-unversioned']],
  ['R006', 'has published catalogue version', ['version-label']],
  ['R007', 'README.md metadata filled in', ['metadata-missing', 'missing-readme', 'description-placeholder']],
  ['R008', '.env.sample provided', ['missing-env-sample']],
  ['R009', 'one service named app', ['app-service']],
  ['R010', 'traefik routing enabled', ['traefik-enabled', 'proxy-network']],
  ['R011', 'all services have images', ['image-missing']],
  ['R012', 'config versions are vendored', ['config-version-undeclared', 'config-version-missing']],
  ['R014', 'only annotated tags used for recipe version', ['version-format']],
  ['R015', 'long secret names', ['secret-name-too-long']],
];

/** Asks a server whether the recipe has a repository of its own there: ours share one, which is being linted. */
const OF_OTHER_PLACES = ['R013'];

test.each(ABRA)('%s, "%s", is covered and said so', (number, _what, ids) => {
  for (const id of ids) {
    const rule = ALL_RULES.find((each) => each.id === id);
    expect(rule?.docs.refs, id).toContain(`abra ${number}`);
  }
});

test('no rule refers to a number that abra does not have', () => {
  const numbers = [...ABRA.map(([number]) => number), ...OF_OTHER_PLACES];
  const named = ALL_RULES.flatMap(({ docs }) => docs.refs.flatMap((ref) => /^abra (R[0-9]+)$/.exec(ref)?.[1] ?? []));
  expect([...new Set(named)].filter((number) => !numbers.includes(number))).toEqual([]);
});
