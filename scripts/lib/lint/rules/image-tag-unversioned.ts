import { quote } from '../../recipe/limits.ts';
import { parseImage } from '../image.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';
import { isFloating } from './image-tag-floating.ts';

export const imageTagUnversioned: Rule = {
  id: 'image-tag-unversioned',
  severity: 'info',
  summary: 'The tag of an image holds no number of a version',
  docs: {
    why: 'Neither people nor update tools can tell whether a newer one is there, and such a tag often moves.',
    fix: 'Use the tag of a release, such as 1.29.1 or 2025-10-01.',
    refs: ['abra R005', 'CIS Docker 5.28'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const image = typeof value.image === 'string' ? parseImage(value.image) : null;
      if (image?.tag == null || /[0-9]/.test(image.tag) || isFloating(image.tag)) continue;
      const message = `Tag ${quote(image.tag)} of image ${quote(String(value.image))} is no version`;
      report({
        file,
        path: [...path, 'image'],
        message,
        help: 'Use the tag of a release, with its number.',
        data: { tag: image.tag },
      });
    }
  },
};
