import { fillFile } from './fill.ts';
import { mergeFiles } from './merge.ts';
import type { FilledFile, Stack, StackContext, StackFile, StackProblem } from './stack.ts';

/** `files`: at least one, the base first. Pure, never throws, takes linear time. */
export function stackOf(files: readonly StackFile[], context: StackContext): Stack {
  return stackOfFilled(files.map((file) => fillFile(file, context)));
}

/** The same of files that were filled in for several stacks. */
export function stackOfFilled(files: readonly FilledFile[]): Stack {
  const problems = [...files.flatMap((file) => file.problems), ...versionProblems(files)];
  return { ...mergeFiles(files), problems };
}

function versionProblems([base, ...others]: readonly FilledFile[]): readonly StackProblem[] {
  return others.flatMap(({ file, version, value }) => {
    if (base === undefined || version === base.version) return [];
    const path = value.version === undefined ? [] : ['version'];
    const message = `"${base.file}" is of version ${base.version} of the format, "${file}" of ${version}`;
    const help = 'Give all files the same "version", or none.';
    return [{ kind: 'merge', file, path, message, help } as const];
  });
}
