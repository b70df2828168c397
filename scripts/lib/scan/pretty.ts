/** A scan's report → text for a terminal: what must be done first, then what is known of each image. */
import type pc from 'picocolors';
import { plainText } from '../report/plain-text.ts';
import type { Finding, ScannedImage, ScanReport } from '../types.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** A page of flaws tells nobody what to do. */
const FINDINGS = 12;

export function prettyScan(report: ScanReport, folder: string, colors: Colors): string {
  const { subject, verdict, scan, findings, waived } = report;
  const mark = {
    pass: colors.green('✓'),
    fail: colors.red('✗'),
    broken: colors.magenta('✗'),
    unverified: colors.yellow('?'),
  };
  const shown = findings.slice(0, FINDINGS);
  return [
    `${mark[verdict]} ${colors.bold(plainText(nameOf(subject)))}  ${verdict}`,
    ...shown.flatMap((each) => findingLines(each, colors)),
    ...(findings.length > shown.length ? [`  … and ${findings.length - shown.length} more`] : []),
    ...scan.images.map((image) => imageLine(image, colors)),
    ...deltaLines(report, colors),
    ...(waived.length === 0
      ? []
      : [colors.dim(`  ${waived.length} waived: ${waived.map(({ rule, data }) => data.id ?? rule).join(', ')}`)]),
    ...(scan.scanner === null ? [] : [colors.dim(`  ${scannerLine(report)}`)]),
    ...(verdict === 'broken' ? [] : [`  ${colors.dim('next:')} less '${folder}/scan.json'`]),
    '',
  ].join('\n');
}

function nameOf({ recipe, version, image }: ScanReport['subject']): string {
  return image === true ? recipe : `${recipe} ${version ?? 'no version'}`;
}

function findingLines({ severity, message, help, place }: Finding, colors: Colors): readonly string[] {
  const paint = severity === 'error' ? colors.red : colors.yellow;
  const where = place === null ? '' : colors.dim(` (${place.file}:${place.line}:${place.column})`);
  return [`  ${paint(plainText(message))}${where}`, `  ${colors.dim('└')} ${plainText(help)}`];
}

/** `ghcr.io/x/y:1  debian 12.5, 92 packages: 1 critical, 3 high, 40 other; 2 can be repaired` */
function imageLine({ reference, system, packages, vulnerabilities }: ScannedImage, colors: Colors): string {
  const open = vulnerabilities.filter(({ status }) => status === 'open');
  const count = (severity: string) => open.filter((each) => each.severity === severity).length;
  const other = open.length - count('CRITICAL') - count('HIGH');
  const repairable = open.filter(({ fixedIn }) => fixedIn !== null).length;
  const flaws =
    open.length === 0
      ? 'no known flaw'
      : `${count('CRITICAL')} critical, ${count('HIGH')} high, ${other} other; ${repairable} can be repaired`;
  const made = system === null ? 'no distribution' : `${system.family} ${system.name}`;
  return `  ${plainText(reference)}  ${colors.dim(`${plainText(made)}, ${packages} packages:`)} ${flaws}`;
}

function deltaLines({ scan, verdict }: ScanReport, colors: Colors): readonly string[] {
  if (verdict === 'broken') return [];
  if ('none' in scan.against) return [colors.dim(`  not compared: ${plainText(scan.against.none)}`)];
  const added = scan.images.flatMap(({ vulnerabilities }) =>
    vulnerabilities.filter(({ isNew }) => isNew === true),
  ).length;
  return [`  since ${plainText(scan.against.version)}: ${added} new, ${scan.fixed.length} gone`];
}

function scannerLine({ scan }: ScanReport): string {
  const { scanner, database } = scan;
  const of = database === null ? '' : `, database of ${database.updatedAt.slice(0, 10)}`;
  return `trivy ${scanner?.version} (sha256 ${scanner?.sha256.slice(0, 12)})${of}`;
}
