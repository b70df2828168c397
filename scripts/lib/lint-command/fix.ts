/** `--fix` and `--fix --dry-run`: what lint can repair, written or shown. */
import { join, posix } from 'node:path';
import type { terminalColors } from '../colors.ts';
import { KnownError } from '../command.ts';
import { type Fixed, fixFindings } from '../lint/fix.ts';
import { type Choice, isChosen } from '../report/choose.ts';
import { unifiedDiff } from '../report/diff.ts';
import { plainText } from '../report/plain-text.ts';
import type { RecipeFile } from '../types.ts';
import type { Judged } from './judge.ts';
import type { FixWanted } from './options.ts';
import { tell } from './output.ts';
import { replaceFile } from './replace-file.ts';

type Colors = ReturnType<typeof terminalColors>;

export interface Repaired {
  /** As it is now. */
  readonly judged: Judged;
  /** What would be changed, when it was not. */
  readonly patch?: string;
  /** Why a file could not be written. */
  readonly fault?: KnownError;
}

/** Repairs one after the other, and says what was repaired. */
export function repairer(root: string, { choice, write }: FixWanted, colors: Colors): (judged: Judged) => Repaired {
  return (judged) => {
    const { files, fixed, more } = fixesOf(judged, choice);
    if (fixed.length === 0) return { judged };
    const changes = changesOf(judged, files);
    if (write) {
      const fault = writeChanges(root, judged, changes);
      if (fault !== null) return { judged, fault };
    }
    tell(told(judged, fixed, write ? 'repaired' : 'can be repaired'));
    if (more) tell('  There is more to repair: run it again.\n');
    return write ? { judged: judged.again(files) } : { judged, patch: patchOf(judged, changes, colors) };
  };
}

function writeChanges(root: string, { recipe }: Judged, changes: readonly Change[]): KnownError | null {
  try {
    for (const { before, after } of changes) replaceFile(join(root, recipe.folder, after.path), before, after);
    return null;
  } catch (error) {
    if (error instanceof KnownError) return error;
    throw error;
  }
}

function patchOf({ recipe }: Judged, changes: readonly Change[], colors: Colors): string {
  return changes
    .map(({ before, after }) => {
      const file = posix.normalize(`${recipe.folder}/${after.path}`);
      return unifiedDiff(file, before.content, after.content, colors);
    })
    .join('');
}

function fixesOf({ recipe, report, again }: Judged, choice: Choice): Fixed {
  const relint = (files: readonly RecipeFile[]) => again(files).report.findings;
  const isWanted = (finding: Parameters<typeof isChosen>[0]) => isChosen(finding, choice);
  return fixFindings({ files: recipe.files, findings: report.findings }, { relint, isWanted });
}

interface Change {
  readonly before: RecipeFile;
  readonly after: RecipeFile;
}

function changesOf({ recipe }: Judged, files: readonly RecipeFile[]): readonly Change[] {
  return files.flatMap((after, index) => {
    const before = recipe.files[index];
    return before === undefined || before.content === after.content ? [] : [{ before, after }];
  });
}

function told({ report: { subject } }: Judged, fixed: Fixed['fixed'], what: string): string {
  const lines = fixed.map(({ place, rule, message }) => `  ✓ ${plainText(`${place?.file}: ${message}`)}  ${rule}\n`);
  return `${plainText(subject.path ?? subject.recipe)}: ${fixed.length} ${what}\n${lines.join('')}`;
}
