/** What our model makes of compose files: the counterpart of `reference.ts`. */
import { posix } from 'node:path';
import type { JsonMap } from '../../scripts/lib/recipe/json.ts';
import { parsedYaml } from '../../scripts/lib/recipe/yaml.ts';
import { stackOf } from '../../scripts/lib/stack/model.ts';
import { oddScalars } from '../../scripts/lib/stack/odd.ts';
import type { EnvFile, StackContext, StackFile } from '../../scripts/lib/stack/stack.ts';
import type { RecipeFile } from '../../scripts/lib/types.ts';
import type { Case } from './corpus.ts';
import { SURROUNDINGS } from './reference.ts';

/** The merged value, or every reason against it. */
export type Ours = { readonly accepted: JsonMap } | { readonly refused: readonly string[] };

export function oursOf({ files, beside, env }: Case): Ours {
  return verdictOf(files, { environment: { ...SURROUNDINGS, ...env }, envFile: (path) => envFile(path, beside) });
}

export function verdictOf(files: Case['files'], context: StackContext): Ours {
  const read = files.map(({ name, text }) => readFile(name, text));
  const syntax = read.flatMap(({ problems }) => problems);
  if (syntax.length > 0) return { refused: syntax };
  const stack = stackOf(
    read.map(({ file }) => file),
    context,
  );
  if (stack.problems.length === 0) return { accepted: stack.value };
  return { refused: stack.problems.map(({ kind, path, message }) => `${kind} ${path.join('.')}: ${message}`) };
}

/** `isTolerable`: told to packagers, and yet read by Docker. */
function readFile(name: string, text: string): { file: StackFile; problems: readonly string[] } {
  const file: RecipeFile = { path: name, executable: false, encoding: 'utf8', content: text, sha256: '' };
  const { value, problems } = parsedYaml(file);
  const errors = problems.filter(({ severity, isTolerable }) => severity === 'error' && isTolerable !== true);
  return {
    file: { file: name, value: value ?? null, odd: oddScalars(file) },
    problems: errors.map(({ rule, message }) => `${rule}: ${message}`),
  };
}

function envFile(path: string, beside: Case['beside']): EnvFile {
  const found = beside.find(({ name }) => name === posix.normalize(path));
  return found === undefined ? 'missing' : { text: found.text };
}
