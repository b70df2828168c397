import type { Recipe } from '../../types.ts';
import { configVersionsUsed } from '../config-versions.ts';
import type { Rule } from '../rule.ts';
import { stackVariables, usedVariables } from '../variables.ts';

export const unknownVariable: Rule = {
  id: 'unknown-variable',
  severity: 'error',
  summary: 'A compose file uses a variable that .env.sample does not name',
  docs: {
    why: 'docker stack deploy takes the value from the environment of whoever deploys: nobody is asked for it, an empty text is put there without a word, or a token of theirs ends up in the app.',
    fix: 'Add the setting to .env.sample: uncommented when it is required, commented out when it has a default.',
    refs: ['docker/cli compose/template', 'recipe format: .env.sample'],
  },
  assumes: 'folder',
  check(recipe, report) {
    const known = stackVariables(recipe).union(settingsNotRead(recipe));
    // Those of configs have a rule of their own: they belong into abra.sh.
    const versions = new Set(configVersionsUsed(recipe).map(({ setting }) => setting));
    for (const [name, uses] of Map.groupBy(usedVariables(recipe), (use) => use.name)) {
      const [first] = uses;
      if (first === undefined || known.has(name) || versions.has(name)) continue;
      const times = uses.length === 1 ? '' : ` (used ${uses.length} times)`;
      const message = `Variable "${name}"${times} is in no line of .env.sample`;
      const help = `Add "${name}=…" there, with a comment that says what it is for.`;
      const problem = { file: first.file, path: first.path, message, help, data: { name, uses: uses.length } };
      report(uses.every((use) => use.hasDefault) ? { ...problem, assumes: 'metadata' } : problem);
    }
  },
};

/** Their lines are there, and told of. */
function settingsNotRead({ findings }: Recipe): ReadonlySet<string> {
  const names = findings.map(({ rule, data }) => (rule === 'env-file-syntax' ? data.setting : undefined));
  return new Set(names.filter((name) => typeof name === 'string'));
}
