import { quote } from '../../recipe/limits.ts';
import { parseVersion } from '../../recipe/version.ts';
import { parseImage } from '../image.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';
import { versionPlace } from '../version-place.ts';

export const versionMatchesImage: Rule = {
  id: 'version-matches-image',
  severity: 'error',
  summary: 'The version label names another tag than the image of service "app"',
  docs: {
    why: 'A hoster reads the label and believes to know which app runs.',
    fix: 'Make the part behind "+" the tag of the image, and raise X, Y or Z when the tag changed.',
    refs: ['recipe format: version'],
  },
  check(recipe, report) {
    const place = versionPlace(recipe);
    const version = place?.label == null ? null : parseVersion(place.label.value);
    const app = services(recipe).find(({ name, document }) => name === 'app' && document.overlay === '');
    const tag = typeof app?.value.image === 'string' ? parseImage(app.value.image)?.tag : null;
    if (place?.label == null || version === null || tag == null || version.appTag === tag) return;
    const { file, label } = place;
    const message = `The version names tag ${quote(version.appTag)}, the image has ${quote(tag)}`;
    const help = `Write "${label.value.split('+')[0]}+${tag}", with a higher number when the version is published.`;
    report({ file, path: label.path, message, help, data: { version: label.value, tag } });
  },
};
