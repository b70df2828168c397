/** Reports → SARIF 2.1.0, as code scanning of forges reads it. Written result by result, so that its size does not matter. */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { display } from '../recipe/json.ts';
import type { Edit, Finding, Report } from '../types.ts';
import { tokenLength } from './frame.ts';
import type { Printer, Source } from './printer.ts';
import type { PrintedRule } from './rules.ts';
import { LEVELS, sarifRule } from './sarif-rules.ts';

export interface SarifOptions {
  readonly tool: Report['tool'];
  /** Every rule a finding may be of. */
  readonly rules: readonly PrintedRule[];
  /** Where the catalogue with a page for each rule is published, ending in a slash; null where nobody knows. */
  readonly site: string | null;
}

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
/** What the relative addresses start from. */
const BASE = '%SRCROOT%';

export function sarifPrinter({ tool, rules, site }: SarifOptions): Printer {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const driver = {
    name: tool.name,
    semanticVersion: tool.version,
    ...(site === null ? {} : { informationUri: site }),
    rules: rules.map((rule) => sarifRule(rule, site)),
  };
  const head = {
    tool: { driver },
    automationDetails: { id: `${tool.name.replaceAll(' ', '/')}/` },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [BASE]: { description: { text: 'The folder in which the command ran.' } } },
  };
  let separator = '\n';
  return {
    begin: `{"$schema":"${SCHEMA}","version":"2.1.0","runs":[${JSON.stringify(head).slice(0, -1)},"results":[`,
    each(report, source) {
      const counts = new Map<string, number>();
      const write = (finding: Finding) => {
        const result = sarifResult(finding, report, source, indexes.get(finding.rule));
        const print = fingerprint(finding);
        const count = (counts.get(print) ?? 0) + 1;
        counts.set(print, count);
        const text = `${separator}${JSON.stringify({ ...result, partialFingerprints: { primaryLocationLineHash: `${print}:${count}` } })}`;
        separator = ',\n';
        return text;
      };
      return [...report.findings, ...report.waived].map(write).join('');
    },
    end(summaries, faults) {
      const broken = faults.length > 0 || summaries.some(({ verdict }) => verdict === 'broken');
      const notifications = faults.map(({ message, help }) => ({
        level: 'error',
        message: { text: plain(`${message}. ${help}`) },
      }));
      const invocation = { executionSuccessful: !broken, toolExecutionNotifications: notifications };
      return `\n],"invocations":${JSON.stringify([invocation])}}]}\n`;
    },
  };
}

function sarifResult(
  { rule, severity, message, help, path, place, fix, waiver }: Finding,
  { subject }: Report,
  source: Source,
  ruleIndex: number | undefined,
): object {
  const folder = folderOf(subject);
  const where = path === null || path.length === 0 ? [] : [{ fullyQualifiedName: display(path) }];
  const line = place === null ? undefined : source(place.file)?.split('\n', place.line)[place.line - 1];
  const length = place === null || line === undefined ? 0 : tokenLength(line, place.column - 1);
  const region = place === null ? undefined : { startLine: place.line, startColumn: place.column };
  const end = place === null || length === 0 ? {} : { endColumn: place.column + length };
  const physical = {
    artifactLocation: address(place?.file ?? folder),
    ...(region === undefined ? {} : { region: { ...region, ...end } }),
  };
  const changes = fix === undefined ? null : artifactChanges(fix, folder, source);
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVELS[severity],
    message: { text: plain(`${message}. ${help}`) },
    locations: [{ physicalLocation: physical, ...(where.length === 0 ? {} : { logicalLocations: where }) }],
    ...(changes === null ? {} : { fixes: [{ description: { text: plain(help) }, artifactChanges: changes }] }),
    ...(waiver === undefined ? {} : { suppressions: [suppression(waiver)] }),
  };
}

/** It stands in recipe.yml, not in the file that the result is about. */
function suppression({ reason, until }: NonNullable<Finding['waiver']>): object {
  return { kind: 'external', status: 'accepted', justification: `${reason} (until ${until})` };
}

/** Null when the text that is to be changed was not read. */
function artifactChanges(edits: readonly Edit[], folder: string, source: Source): readonly object[] | null {
  const changes: object[] = [];
  for (const [file, ofFile] of Map.groupBy(edits, (edit) => posix.join(folder, edit.file))) {
    const text = source(file);
    if (text === undefined) return null;
    const at = positions(text);
    const replacements = ofFile.map(({ start, end, text: inserted }) => {
      const [from, to] = [at(start), at(end)];
      return {
        deletedRegion: { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column },
        ...(inserted === '' ? {} : { insertedContent: { text: inserted } }),
      };
    });
    changes.push({ artifactLocation: address(file), replacements });
  }
  return changes;
}

/** Offset → 1-based line and column, in UTF-16 code units. */
function positions(text: string): (offset: number) => { readonly line: number; readonly column: number } {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    const next = starts.findIndex((start) => start > offset);
    const line = next === -1 ? starts.length : next;
    return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
  };
}

/** Says which finding it is while lines are added above it: by its place in the document, or by its words. */
function fingerprint({ rule, path, place, message }: Finding): string {
  const which = path === null ? message : display(path);
  return createHash('sha256')
    .update(JSON.stringify([rule, place?.file ?? '', which]))
    .digest('hex')
    .slice(0, 16);
}

function folderOf({ recipe, path, alone }: Report['subject']): string {
  if (path === undefined) return `recipes/${recipe}`;
  return alone === true ? posix.dirname(path) : path;
}

function address(file: string): { readonly uri: string; readonly uriBaseId: string } {
  return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: BASE };
}

/** `[text](target)` would be a link, and recipes are written by strangers. */
function plain(text: string): string {
  return text.replaceAll('](', '] (');
}
