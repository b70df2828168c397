import type { Evidence, TrialReport } from '../types.ts';
import { pngSize } from './icon.ts';
import type { PublishedEvidence, VersionSource } from './model.ts';

const SAFE_PATH = /^(?!.*(?:^|\/)\.\.?(?:\/|$))[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/;
const PLAIN = /\.(txt|log|json|jsonl)$/;

/** Names folders of the machine that ran the trial: nobody else's business, and no proof of anything. */
const PRIVATE: readonly Evidence['kind'][] = ['inspect'];

/**
 * Which evidence files are published, and as what. Only a real PNG stays a picture; whatever a browser might run
 * (an app's HTML, an SVG) becomes a `.txt`.
 */
export function publishEvidence(trial: TrialReport, found: VersionSource['evidence']): readonly PublishedEvidence[] {
  const published: PublishedEvidence[] = [];
  for (const { kind, file } of trial.trial.rungs.flatMap((rung) => rung.evidence)) {
    const present = found.find((candidate) => candidate.file === file);
    if (PRIVATE.includes(kind) || file === undefined || present === undefined || !isSafePath(file)) continue;
    if (published.some((known) => known.file === file)) continue;
    const size = file.endsWith('.png') ? pngSize(Buffer.from(present.head, 'base64')) : null;
    const path = size !== null || PLAIN.test(file) ? file : `${file}.txt`;
    published.push({ kind, file, path, bytes: present.bytes, size });
  }
  return published;
}

/** A relative path of plain names: nothing that climbs out of the report's folder. */
export function isSafePath(path: string): boolean {
  return path.length <= 200 && SAFE_PATH.test(path);
}
