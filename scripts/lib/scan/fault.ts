import { stripVTControlCharacters } from 'node:util';

/** Why a scan came to nothing. Never the recipe's fault, and never "no vulnerabilities". Pure. */
export type FaultKind =
  | 'scanner-missing'
  | 'scanner-unusable'
  | 'database-missing'
  | 'java-database-missing'
  | 'database-corrupt'
  | 'database-old'
  | 'database-download'
  | 'registry-auth'
  | 'registry-unreachable'
  | 'rate-limit'
  | 'image-missing'
  | 'image-unavailable'
  | 'image-unreadable'
  | 'engine'
  | 'disk-full'
  | 'out-of-memory'
  | 'timeout'
  | 'wrong-image'
  | 'scanner-failed';

export interface ScanFault {
  readonly kind: FaultKind;
  /** One line. */
  readonly message: string;
  /** The next step. */
  readonly help: string;
  /** It may go better a little later. */
  readonly retry: boolean;
}

/** A fault on its way to whoever turns it into a report. */
export class ScanError extends Error {
  readonly fault: ScanFault;
  constructor(fault: ScanFault) {
    super(fault.message);
    this.fault = fault;
  }
}

const UPDATE = 'Run: npm run scan -- --update-db';

export const FAULT_HELP: { readonly [kind in FaultKind]: string } = {
  'scanner-missing': 'Install Trivy (https://trivy.dev), set TRIVY to its path, or run: bash scripts/setup.sh',
  'scanner-unusable': 'Install Trivy 0.44 or newer, or name another one with --trivy PATH.',
  'database-missing': UPDATE,
  'java-database-missing': `An image holds Java archives, whose names stand in a database of their own. ${UPDATE} --java`,
  'database-corrupt': `Delete .cache/trivy/db. ${UPDATE}`,
  'database-old': UPDATE,
  'database-download': 'See whether its registry can be reached; --db-repository HOST/PATH names a mirror.',
  'registry-auth': 'Log in to the registry (skopeo login), or make the image public.',
  'registry-unreachable': 'Try again when the registry answers, or set COMMONS_MIRROR.',
  'rate-limit': 'Wait for the registry to allow more, log in to it, or set COMMONS_MIRROR.',
  'image-unavailable': 'It could not be looked at; the message says why.',
  'image-missing': 'Correct the image name or tag.',
  'image-unreadable': 'Delete .cache/images, so that the image is fetched or built again.',
  engine: 'Images are read from our own store; this Trivy asked for an engine: name another one with --trivy PATH.',
  'disk-full': 'Make room: the scanner unpacks every layer once.',
  'out-of-memory': 'Scan fewer images at once, with --parallel 1.',
  timeout: 'Give it more time, with --limit SECONDS, or scan fewer at once, with --parallel 1.',
  'wrong-image': 'The store changed while it was scanned; scan again.',
  'scanner-failed':
    'Scan again; if it stays so, it is a fault of the scanner or of ours: report it with what the scanner says.',
};

const SIGNS: readonly (readonly [FaultKind, RegExp, retry?: boolean])[] = [
  ['rate-limit', /TOOMANYREQUESTS|too many requests|\b429\b/i, true],
  ['disk-full', /no space left on device/i],
  ['out-of-memory', /out of memory|cannot allocate memory/i],
  ['timeout', /context deadline exceeded|timeout exceeded|increase --timeout/i],
  ['java-database-missing', /first run cannot skip downloading java DB|--skip-java-db-update.*first run/i],
  ['database-missing', /first run cannot skip downloading DB|--skip-db-update.*first run/i],
  ['database-old', /old (?:DB )?schema|schema version.*(?:old|not supported)/i],
  [
    'database-download',
    /failed to download (?:vulnerability|java)? ?DB|database error: .*download|OCI artifact error/i,
    true,
  ],
  [
    'database-corrupt',
    /(?:unable|failed) to (?:open|initialize|load).*(?:DB|database)|vulnerability DB.*(?:error|invalid)|invalid database|\bdb error\b|metadata\.json/i,
  ],
  ['registry-auth', /UNAUTHORIZED|unauthorized|authentication required|DENIED|\b40[13]\b/],
  ['image-missing', /MANIFEST_UNKNOWN|NAME_UNKNOWN|manifest unknown|\b404\b/],
  ['registry-unreachable', /no such host|connection refused|network is unreachable|i\/o timeout|TLS handshake/i, true],
  ['engine', /Cannot connect to the Docker daemon|docker\.sock|containerd socket|podman socket/i],
  [
    'image-unreadable',
    /unable to (?:open|initialize|find).*(?:image|oci|layer|blob)|unexpected EOF|gzip: invalid|failed to analyze|failed to extract|invalid (?:tar|manifest)/i,
  ],
];

/** What the scanner's last words mean. `output`: all it printed. */
export function faultOf(
  end: { readonly exitCode: number | null; readonly timedOut: boolean; readonly killed?: boolean },
  output: string,
): ScanFault {
  const text = lastWords(output);
  if (end.timedOut) return fault('timeout', 'the scanner was stopped: its time was up', false);
  for (const [kind, sign, retry = false] of SIGNS) if (sign.test(output)) return fault(kind, text, retry);
  if (end.killed === true)
    return fault('out-of-memory', 'the scanner was killed, most likely for want of memory', false);
  const said = text === '' ? 'without a word' : `: ${text}`;
  return fault(
    'scanner-failed',
    `the scanner ended with exit code ${end.exitCode ?? 'unknown'} ${said}`.replace(' :', ':'),
    false,
  );
}

export function fault(kind: FaultKind, message: string, retry = false): ScanFault {
  return { kind, message, help: FAULT_HELP[kind], retry };
}

/** The last line that is no mere note, without times, levels and colours. */
function lastWords(output: string): string {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.replace(/^\S*\d{2}:\d{2}:\d{2}\S*\s+/, ''))
    .filter((line) => !/^(?:INFO|DEBUG)\b|^Usage:|^\s*$/.test(line))
    .map((line) => line.replace(/^(?:FATAL|ERROR|WARN)\s+/, '').trim());
  return (lines.at(-1) ?? '').slice(0, 400);
}

/** Why an image could not be had, of the words of whoever tried to pull or build it. */
export function unavailableFault(error: string, missing: boolean): Pick<ScanFault, 'kind' | 'help'> {
  const kinds: readonly (readonly [FaultKind, RegExp])[] = [
    ['rate-limit', /rate limit/],
    ['registry-auth', /access denied/],
    ['registry-unreachable', /^(?:lookup|connect) |no answer within/],
  ];
  const found = missing ? 'image-missing' : (kinds.find(([, sign]) => sign.test(error))?.[0] ?? 'image-unavailable');
  return { kind: found, help: FAULT_HELP[found] };
}
