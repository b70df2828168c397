/** What was seen in one image → what it means: raw facts → findings. Pure. */
import type {
  Finding,
  Owner,
  Path,
  Place,
  ScannedImage,
  ScannedVulnerability,
  VulnerabilitySeverity,
} from '../types.ts';
import type { ImageScan, Vulnerability } from './image-scan.ts';
import { ownerOf } from './owner.ts';
import { findingOf, flawKey, type Policy } from './policy.ts';
import type { VexStatement } from './vex.ts';
import { isCovered } from './vex.ts';
import type { ScanWaiver } from './waivers.ts';

/** An image of a version, and what the scanner saw in it. */
export interface Scanned {
  readonly reference: string;
  readonly services: readonly string[];
  readonly digest: string;
  /** Built from the recipe's own folder. */
  readonly own: boolean;
  readonly sbom: string;
  readonly scan: ImageScan;
  /** Where the recipe names it. */
  readonly path: Path | null;
  readonly place: Place | null;
}

export interface Beside {
  readonly policy: Policy;
  readonly waivers: readonly ScanWaiver[];
  readonly vex: readonly VexStatement[];
  /** Of the version before, as `flawKey` makes them; null when nobody could look. */
  readonly before: ReadonlySet<string> | null;
  /** Ids of flaws that are used in attacks; null when there is no such list. */
  readonly exploited: ReadonlySet<string> | null;
  readonly now: Date;
}

export interface Judgement {
  readonly image: ScannedImage;
  readonly findings: readonly Finding[];
  readonly waived: readonly Finding[];
}

export function judgeImage(scanned: Scanned, beside: Beside): Judgement {
  const { scan, services, reference, digest, sbom, own } = scanned;
  const owner = (layer: string | null): Owner => ownerOf(scan, own, layer);
  const flaws = scan.vulnerabilities.map((each) => ({
    raw: each,
    seen: seen(each, owner(each.layer), scanned, beside),
  }));
  const denied = deniedIn(scan, beside.policy);
  const secrets = scan.secrets.map(({ title, file, line, layer }) => ({ title, file, line, owner: owner(layer) }));
  const all = [
    ...flaws.flatMap(({ raw, seen: flaw }) => findingOfFlaw(raw, flaw, scanned, beside)),
    ...(beside.policy.secrets
      ? secrets.map(({ title, file, line }) =>
          finding('image-secret', 'error', scanned, {
            message: `Image "${reference}" has ${title || 'a credential'} in its layers, in ${JSON.stringify(file)}${line === null ? '' : `, line ${line}`}`,
            help: 'Build it anew without; whatever was in a published layer must be replaced where it is used.',
            data: { file },
          }),
        )
      : []),
    ...endOfLife(scanned, beside.policy),
    ...denied.map(({ licence, packages }) =>
      finding('licence-denied', 'error', scanned, {
        message: `Image "${reference}" holds ${packages.slice(0, 3).join(', ')} under the licence "${licence}", which is not libre`,
        help: 'Replace the package, or waive the rule with the reason why it may stay.',
        data: { licence },
      }),
    ),
  ];
  const accepted = (each: Finding) => waiverOf(each, services, beside);
  return {
    image: {
      reference,
      services,
      digest,
      system: scan.system,
      packages: scan.packages.length,
      vulnerabilities: flaws.map(({ seen: flaw }) => flaw).toSorted(fixableFirst),
      secrets,
      denied,
      unknown: scan.unknown,
      sbom,
    },
    findings: all.filter((each) => accepted(each) === null),
    waived: all.flatMap((each) => {
      const waiver = accepted(each);
      return waiver === null ? [] : [{ ...each, waiver: { reason: waiver.reason, until: waiver.until } }];
    }),
  };
}

function seen(raw: Vulnerability, owner: Owner, { services, digest }: Scanned, beside: Beside): ScannedVulnerability {
  const { id, package: name, installed, fixedIn, severity, title, url } = raw;
  const statement = beside.vex.find((each) => isCovered(raw, digest, each));
  const waiver = beside.waivers.find((each) => each.holds && each.rule === id && covers(each, services));
  return {
    id,
    package: name,
    installed,
    fixedIn,
    severity,
    title,
    url,
    owner,
    isNew: beside.before === null ? null : !beside.before.has(flawKey(raw)),
    exploited: beside.exploited === null ? null : beside.exploited.has(id),
    ...(statement !== undefined
      ? { status: 'not-affected', reason: statement.reason }
      : waiver !== undefined
        ? { status: 'waived', reason: `${waiver.reason} (until ${waiver.until})` }
        : { status: 'open' }),
  };
}

function findingOfFlaw(raw: Vulnerability, flaw: ScannedVulnerability, scanned: Scanned, beside: Beside): Finding[] {
  if (flaw.status === 'not-affected') return [];
  const verdict = findingOf(raw, flaw.exploited, beside.policy, beside.now);
  if (verdict === null) return [];
  const { id, package: name, installed, fixedIn, severity } = flaw;
  const what = `Image "${scanned.reference}" has ${id} (${severity.toLowerCase()}) in ${name} ${installed}`;
  const repair = fixedIn === null ? 'nobody has repaired it' : `${name} ${fixedIn} repairs it`;
  const used = flaw.exploited === true ? ', which is used in attacks' : '';
  return [
    finding(verdict.rule, verdict.severity, scanned, {
      message: `${what}${used}; ${repair}`,
      help: fixedIn === null ? 'Replace the package, or take the app from where it can be reached.' : HELP[flaw.owner],
      data: { id, package: name, owner: flaw.owner, ...(fixedIn === null ? {} : { fixedIn }) },
    }),
  ];
}

const HELP: { readonly [owner in Owner]: string } = {
  ours: 'Build the image anew and publish it under a new tag.',
  upstream: 'Take a newer tag of the image; where there is none, tell its makers.',
  base: 'Take a newer tag of the image, built on its repaired base; where there is none, tell its makers.',
};

function endOfLife(scanned: Scanned, policy: Policy): readonly Finding[] {
  const { system } = scanned.scan;
  if (!policy.endOfLife || system?.endOfLife !== true) return [];
  const name = `${system.family} ${system.name}`;
  return [
    finding('image-end-of-life', 'error', scanned, {
      message: `Image "${scanned.reference}" is built on ${name}, which gets no repairs any more`,
      help: 'Take a tag on a release that is maintained, or waive the rule with a date.',
      data: { system: name },
    }),
  ];
}

function deniedIn({ packages, licences: loose }: ImageScan, { deniedLicences }: Policy): ScannedImage['denied'] {
  return deniedLicences.flatMap((licence) => {
    const found = [
      ...packages.filter(({ licences }) => licences.includes(licence)).map(({ name }) => name),
      ...loose.filter(({ name }) => name === licence).map((each) => each.package ?? each.file ?? 'a file'),
    ];
    return found.length === 0 ? [] : [{ licence, packages: [...new Set(found)].sort() }];
  });
}

function waiverOf({ rule, data }: Finding, services: readonly string[], { waivers }: Beside): ScanWaiver | null {
  const names = [rule, ...(typeof data.id === 'string' ? [data.id] : [])];
  return waivers.find((each) => each.holds && names.includes(each.rule) && covers(each, services)) ?? null;
}

/** A waiver's path names a service, or there is none and it is for all. */
function covers({ service }: ScanWaiver, services: readonly string[]): boolean {
  return service === null || services.includes(service);
}

function finding(
  rule: string,
  severity: Finding['severity'],
  { path, place }: Scanned,
  rest: Pick<Finding, 'message' | 'help' | 'data'>,
): Finding {
  return { step: 'scan', rule, severity, ...rest, path, place };
}

const RANK: readonly VulnerabilitySeverity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'];

/** What can be repaired comes first, then the worst. */
function fixableFirst(a: ScannedVulnerability, b: ScannedVulnerability): number {
  return (
    Number(a.fixedIn === null) - Number(b.fixedIn === null) ||
    RANK.indexOf(a.severity) - RANK.indexOf(b.severity) ||
    (flawKey(a) < flawKey(b) ? -1 : 1)
  );
}
