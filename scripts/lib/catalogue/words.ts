import type { ImageSource, RungId, RungStatus, TrialReport } from '../types.ts';
import type { DiffVerdict } from './diff.ts';
import type { Tone } from './tones.ts';
import type { UpgradeProof } from './upgrade-proof.ts';
import type { Remark } from './upstreams.ts';

export { MARK_SHAPES, STANDING_TONES, type Tone } from './tones.ts';

export const VERDICT_TONES: { readonly [verdict in DiffVerdict]: Tone } = {
  nothing: 'good',
  act: 'unsure',
  backup: 'bad',
};

export const UPGRADE_TONES: { readonly [kind in UpgradeProof['kind']]: Tone } = {
  proven: 'good',
  failed: 'bad',
  unverified: 'unsure',
};

export const REMARK_TONES: { readonly [kind in Remark['kind']]: Tone } = {
  good: 'good',
  wish: 'unsure',
  unknown: 'neutral',
};

const RUNGS: { readonly [status in RungStatus]: { readonly tone: Tone; readonly word: string } } = {
  pass: { tone: 'good', word: 'passed' },
  fail: { tone: 'bad', word: 'failed' },
  skip: { tone: 'neutral', word: 'skipped' },
  unverified: { tone: 'unsure', word: 'unverified' },
};

/** How a rung looks. What stand-ins passed is rehearsed, never passed. */
export function rungTone(trial: TrialReport | null, status: RungStatus): Tone {
  return trial?.trial.rehearsed === true && status === 'pass' ? 'rehearsed' : RUNGS[status].tone;
}

/** The same in a word. */
export function rungWord(trial: TrialReport | null, status: RungStatus): string {
  return trial?.trial.rehearsed === true && status === 'pass' ? 'rehearsed only' : RUNGS[status].word;
}

/** What each standing means, for the key on the front page. */
export const STANDING_KEY: readonly { readonly tone: Tone; readonly word: string; readonly means: string }[] = [
  { tone: 'good', word: 'tried', means: 'It was deployed, answered and was removed on a fresh swarm, as these bytes.' },
  { tone: 'bad', word: 'failed', means: 'A rule or a rung found a fault in the recipe. Its page shows which.' },
  { tone: 'unsure', word: 'unverified', means: 'Something could not be tried. Nothing is claimed about it.' },
  { tone: 'rehearsed', word: 'rehearsed', means: 'Tried with stand-ins for its images. Proves nothing about the app.' },
];

export const RUNG_PROMISES: { readonly [id in RungId]: string } = {
  deploys: 'Deployed by the commands above on a fresh swarm, until every service stayed healthy.',
  answers: 'Answered through a reverse proxy on the route its labels declare, and at the ports it publishes.',
  upgrades: 'Upgraded from the versions before by the commands above, with every planted datum still there.',
  'rolls-back': 'Undid an update broken on purpose by itself, with every planted datum still there.',
  restores:
    'Backed up by its labels and restored on another fresh swarm, with every planted datum back that needs a backup.',
  recovers: 'Came back by itself, with its data, after its containers were killed and after a cold start.',
  isolated: 'A neighbour on the shared network could reach nothing but what it publishes.',
  rotates: 'Took new secrets, refused the old ones where it could be asked, and showed none of them.',
  removes:
    'Removed again, leaving nothing behind but its volumes, and installed on them with every planted datum still there.',
};

export const SOURCE_WORDS: { readonly [source in ImageSource]: string } = {
  store: 'from the local image store',
  pull: 'pulled',
  build: 'built from the recipe’s image folder',
  'stand-in': 'a stand-in, not the real image',
};

/** 1 536 → `1.5 KiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${trim(bytes / 1024 ** power)} ${units[power]}`;
}

/** 8 400 ms → `8.4 s`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${trim(ms / 1000)} s`;
  return `${trim(ms / 60_000)} min`;
}

/** `2026-03-01T10:00:00.000Z` → `1 March 2026`, in UTC; what is no date is returned as it is. */
export function formatDate(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** Written out: asking for them by locale takes longer than the rest of a page. */
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** A measure by the unit in its name: `memoryIdleBytes: 1048576` → `memory idle`, `1 MiB`; ` from <version>` stays as it is. */
export function formatMeasure(name: string, value: number): { readonly label: string; readonly text: string } {
  const [measure = name, ...from] = name.split(/(?= from )/);
  const words = measure
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s_-]+/);
  const unit = words.find((word) => word in UNITS);
  const format = UNITS[unit ?? ''] ?? trim;
  const rest = words.filter((word) => word !== unit);
  if (rest[0] === 'to') rest.unshift('time');
  const label = rest.join(' ') || measure;
  return { label: `${LABELS[label] ?? label}${from.join('')}`, text: format(value) };
}

/** Where the words of a measure's name would not be understood. */
const LABELS: { readonly [words: string]: string } = {
  cpu: 'CPU time',
  ooms: 'out-of-memory kills',
  'first run open': 'set-ups open to strangers',
};

const UNITS: { readonly [word: string]: (value: number) => string } = {
  ms: formatDuration,
  seconds: (value) => formatDuration(value * 1000),
  bytes: formatBytes,
  mb: (value) => `${trim(value)} MB`,
  mib: (value) => `${trim(value)} MiB`,
};

function trim(value: number): string {
  return String(Number(value.toFixed(value < 10 ? 1 : 0)));
}
