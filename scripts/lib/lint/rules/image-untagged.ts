import { quote } from '../../recipe/limits.ts';
import { parseImage } from '../image.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const imageUntagged: Rule = {
  id: 'image-untagged',
  severity: 'error',
  summary: 'The name of an image has no tag',
  docs: {
    why: 'Docker then takes "latest", which is another image tomorrow: what was tested is not what a hoster gets.',
    fix: 'Add the tag of the version, beside the digest if there is one: tag for people, digest for machines.',
    refs: ['abra R003', 'CIS Docker 5.28', 'recipe format: conventions'],
  },
  assumes: 'publication',
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const image = typeof value.image === 'string' ? parseImage(value.image) : null;
      if (image === null || image.tag !== null) continue;
      const message = `Image ${quote(String(value.image))} has no tag`;
      const help = 'Add the version behind ":", as in "nginx:1.29.1".';
      // With a digest the bytes are certain, only people cannot read which version they are.
      const severity = image.digest === null ? 'error' : 'warning';
      report({ file, path: [...path, 'image'], severity, message, help, data: { image: String(value.image) } });
    }
  },
};
