/** The door to scripts/lib for what runs in a browser: pure and small, and nothing of Node in it. */
export { diffVersions, verdictWords } from '../scripts/lib/catalogue/diff.ts';
export type { VersionFacts } from '../scripts/lib/catalogue/facts.ts';
export * from '../scripts/lib/catalogue/fill-in.ts';
export type { Words } from '../scripts/lib/catalogue/say.ts';
