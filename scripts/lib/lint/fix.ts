/** Repairs a recipe until lint finds nothing more that it can repair. Pure: files in, files out. */
import { isMap, type JsonMap, valueAt } from '../recipe/json.ts';
import { LIMITS } from '../recipe/limits.ts';
import { recipeFile } from '../recipe/recipe-file.ts';
import { parsedYaml } from '../recipe/yaml.ts';
import type { Edit, Finding, Json, RecipeFile } from '../types.ts';
import { applyEdits, touch } from './edit/apply.ts';

/** Files, and what lint has to say of them, waived findings left out. */
export interface LintedFiles {
  readonly files: readonly RecipeFile[];
  readonly findings: readonly Finding[];
}

export interface FixOptions {
  /** Lints the same recipe with other files. */
  readonly relint: (files: readonly RecipeFile[]) => readonly Finding[];
  /** Which findings may be repaired; all, unless said otherwise. */
  readonly isWanted?: (finding: Finding) => boolean;
}

export interface Fixed extends LintedFiles {
  /** As they were before their repair, in the order of it. */
  readonly fixed: readonly Finding[];
  /** Whether there was more to repair than one run does: what is left needs another. */
  readonly more: boolean;
}

/** Honest recipes need one for each finding of their worst service. */
const MOST_LINTS = 100;

/**
 * Every repair is tried before it is kept: the file still reads as YAML, nothing has changed but the service that the finding is
 * about, the finding is gone, and no error has come.
 */
export function fixFindings(start: LintedFiles, { relint, isWanted = () => true }: FixOptions): Fixed {
  const fixed: Finding[] = [];
  const failed = new Set<string>();
  let { files, findings } = start;
  let lints = 0;
  for (;;) {
    let batch = choose(findings.filter((finding) => isWanted(finding) && !failed.has(identity(finding))));
    if (batch.length === 0) return { files, findings, fixed, more: false };
    for (; batch.length > 0; batch = batch.slice(0, Math.floor(batch.length / 2))) {
      if (lints === MOST_LINTS) return { files, findings, fixed, more: true };
      lints++;
      const next = attempt({ files, findings }, batch, relint);
      if (next === null && batch.length === 1) failed.add(batch.map(identity).join());
      if (next === null) continue;
      ({ files, findings } = next);
      fixed.push(...batch);
      break;
    }
  }
}

/**
 * What can be repaired at once: of a service one finding, since its repair may change what is right for the others, and nothing
 * that touches.
 */
function choose(findings: readonly Finding[]): readonly Finding[] {
  const chosen: Finding[] = [];
  const edits: Edit[] = [];
  const parts = new Set<string>();
  for (const finding of findings) {
    const part = JSON.stringify(partOf(finding));
    if (finding.fix === undefined || finding.fix.length === 0 || parts.has(part)) continue;
    if (touch(finding.fix, edits)) continue;
    parts.add(part);
    edits.push(...finding.fix);
    chosen.push(finding);
  }
  return chosen;
}

/** `['services', 'app']`, or what else of the top level a finding is about. */
function partOf({ path }: Finding): readonly string[] {
  const [first, second] = path ?? [];
  return typeof second === 'string' ? [String(first), second] : [String(first)];
}

function attempt(now: LintedFiles, batch: readonly Finding[], relint: FixOptions['relint']): LintedFiles | null {
  const edits = batch.flatMap(({ fix = [] }) => fix);
  const parts = batch.map(partOf);
  const files: RecipeFile[] = [];
  for (const file of now.files) {
    const own = edits.filter((edit) => edit.file === file.path);
    const edited = own.length === 0 ? file : withText(file, applyEdits(file.content, own));
    if (edited !== file && !changesOnly(file, edited, parts)) return null;
    files.push(edited);
  }
  const findings = relint(files);
  const left = new Set(findings.map(identity));
  const isGood = !batch.some((finding) => left.has(identity(finding))) && !hasNewError(now.findings, findings);
  return isGood ? { files, findings } : null;
}

function withText(file: RecipeFile, text: string): RecipeFile {
  return recipeFile(file.path, Buffer.from(text), file.executable);
}

/** Every change is in one of the parts, or is one of theirs, which an anchor brought elsewhere. */
function changesOnly(before: RecipeFile, after: RecipeFile, parts: readonly (readonly string[])[]): boolean {
  const { value: old, problems } = parsedYaml(before);
  const { value: now, problems: found } = parsedYaml(after);
  if (!isMap(old) || !isMap(now) || found.length > problems.length) return false;
  const meant = new Set(parts.map((part) => JSON.stringify(part)));
  const known = new Set(parts.map((part) => changeOf(valueAt(old, part), valueAt(now, part))));
  const isKnown = (change: string | null) => change !== null && known.has(change);
  const isRight = (path: readonly string[]) =>
    meant.has(JSON.stringify(path)) || isKnown(changeOf(valueAt(old, path), valueAt(now, path)));
  return changedKeys(old, now).every((key) => {
    if (isRight([key])) return true;
    const [inner, outer] = [old[key], now[key]];
    return isMap(inner) && isMap(outer) && changedKeys(inner, outer).every((each) => isRight([key, each]));
  });
}

/** What changed within a mapping; null for all else, of which nothing is known. */
function changeOf(before: Json | undefined, after: Json | undefined): string | null {
  if (!isMap(before) || !isMap(after)) return null;
  const change = changedKeys(before, after).map((key) => [key, before[key] ?? null, after[key] ?? null] as const);
  return JSON.stringify(change.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function changedKeys(before: JsonMap, after: JsonMap): readonly string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}

/** Of a rule that has as many as it tells, those that were not told before come up. */
const TOLD = LIMITS.findings;

function hasNewError(before: readonly Finding[], after: readonly Finding[]): boolean {
  const ofRule = new Map<string, number>();
  const counts = new Map<string, number>();
  const add = (map: Map<string, number>, key: string, count: number) => map.set(key, (map.get(key) ?? 0) + count);
  for (const finding of before) {
    add(counts, kind(finding), 1);
    add(ofRule, finding.rule, 1);
  }
  for (const finding of after) add(counts, kind(finding), -1);
  return after.some(
    (finding) =>
      finding.severity === 'error' && (counts.get(kind(finding)) ?? 0) < 0 && (ofRule.get(finding.rule) ?? 0) < TOLD,
  );
}

/** Without the place, which a repair before it may have moved, and without how many too many there are. */
function kind({ rule, message }: Finding): string {
  return rule === 'too-many-findings' ? rule : `${rule} ${message}`;
}

function identity(finding: Finding): string {
  return `${kind(finding)} ${finding.place?.file} ${JSON.stringify(finding.path)}`;
}
