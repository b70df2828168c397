import { containerLabels, serviceLabels } from '../../recipe/labels.ts';
import { VERSION_LABEL } from '../../recipe/version.ts';
import type { Rule } from '../rule.ts';
import { versionPlace } from '../version-place.ts';

export const versionLabel: Rule = {
  id: 'version-label',
  severity: 'error',
  summary: 'Service "app" carries no version label',
  docs: {
    why: 'The label is the version: it publishes the recipe, and tells a hoster what runs.',
    fix: 'Add `coop-cloud.${STACK_NAME}.version=X.Y.Z+<image tag>` to deploy.labels of service "app".',
    refs: ['abra R006', 'recipe format: version'],
  },
  check(recipe, report) {
    const place = versionPlace(recipe);
    if (place === null || place.label !== null) return;
    const { file, path, app } = place;
    const misplaced = containerLabels(app).find(({ key }) => key === VERSION_LABEL);
    if (misplaced !== undefined) {
      const help = 'Move it to "deploy.labels": only there swarm puts it on the service.';
      report({ file, path: [...path, ...misplaced.path], message: 'The version label stands under "labels"', help });
      return;
    }
    const empty = serviceLabels(app).find(({ key }) => key === VERSION_LABEL);
    if (empty !== undefined) {
      const help = 'Write X.Y.Z+<image tag> behind it, e.g. "1.0.0+2.21-2" for the first version.';
      report({ file, path: [...path, ...empty.path], message: 'The version label is empty', help });
      return;
    }
    const help = `Add "${VERSION_LABEL}=1.0.0+<image tag>" to its deploy.labels.`;
    report({ file, path, atKey: true, message: 'Service "app" has no version label', help });
  },
};
