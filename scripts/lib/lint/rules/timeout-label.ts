import { interpolate } from '../../recipe/interpolate.ts';
import { serviceLabels } from '../../recipe/labels.ts';
import { quote } from '../../recipe/limits.ts';
import { sampleEnvironment } from '../documents.ts';
import { addLabel } from '../edit/label.ts';
import type { Rule } from '../rule.ts';
import { versionPlace } from '../version-place.ts';

const LABEL = `coop-cloud.\${STACK_NAME}.timeout`;

export const timeoutLabel: Rule = {
  id: 'timeout-label',
  severity: 'info',
  summary: 'Service "app" does not say how many seconds a deployment may take',
  docs: {
    why: 'abra and the trial wait that long before they call a deployment failed: too short for an app that fills a database first, and no number at all stops abra.',
    fix: 'Add "coop-cloud.${STACK_NAME}.timeout=${TIMEOUT:-300}" to its deploy.labels and TIMEOUT to .env.sample.',
    refs: ['recipe format: labels', 'abra: deploy timeout'],
  },
  check(recipe, report) {
    const place = versionPlace(recipe);
    if (place?.label == null) return;
    const { file, app, path } = place;
    const label = serviceLabels(app).find(({ key }) => key === LABEL);
    if (label === undefined) {
      const help = `Add "${LABEL}=\${TIMEOUT:-300}" beside the version.`;
      report({
        file,
        path: place.label.path,
        message: 'Service "app" has no timeout label',
        help,
        fix: addLabel(LABEL, '${TIMEOUT:-300}'),
      });
      return;
    }
    const seconds = interpolate(label.value, sampleEnvironment(recipe)).value;
    if (/^[1-9][0-9]{0,4}$/.test(seconds)) return;
    const message = `Timeout ${quote(label.value)} gives ${quote(seconds)}, no number of seconds`;
    const help = 'Write a whole number, as in "${TIMEOUT:-300}".';
    report({ file, path: [...path, ...label.path], severity: 'warning', message, help, data: { seconds } });
  },
};
