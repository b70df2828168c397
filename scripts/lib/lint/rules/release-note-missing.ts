import type { Rule } from '../rule.ts';
import { versionPlace } from '../version-place.ts';

export const releaseNoteMissing: Rule = {
  id: 'release-note-missing',
  severity: 'warning',
  summary: 'The version has no release note',
  docs: {
    why: 'It is what a hoster reads before an upgrade: what changes and what to do.',
    fix: 'Add release/<version>, a few lines of Markdown.',
    refs: ['recipe format: release'],
  },
  assumes: 'metadata',
  check(recipe, report) {
    const { version, files } = recipe;
    const place = versionPlace(recipe);
    if (version === null || place?.label == null || files.some(({ path }) => path === `release/${version}`)) return;
    const message = `Version "${version}" has no release note`;
    const help = `Add release/${version}: what changes, and what a hoster must do.`;
    report({ file: place.file, path: place.label.path, message, help, data: { version } });
  },
};
