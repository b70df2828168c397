import { quote } from '../../recipe/limits.ts';
import { parseImage } from '../image.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const imageNameMalformed: Rule = {
  id: 'image-name-malformed',
  severity: 'error',
  summary: 'The name of an image is not one that Docker accepts',
  docs: {
    why: 'Docker refuses it; letters that only look Latin, options and shell characters in its place are an attack.',
    fix: 'Write host/name:tag@sha256:… in lower-case letters and digits of ASCII.',
    refs: ['distribution reference grammar'],
  },
  waivable: false,
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const { image } = value;
      if (typeof image !== 'string' || image === '' || parseImage(image) !== null) continue;
      // Told by image-digest-malformed, and the rest of the name is sound.
      if (image.includes('@') && parseImage(image.slice(0, image.indexOf('@'))) !== null) continue;
      const message = `Image ${quote(image)} is not a name that Docker accepts`;
      const help = 'Write it like "ghcr.io/example/app:1.2.3".';
      report({ file, path: [...path, 'image'], message, help, data: { image } });
    }
  },
};
