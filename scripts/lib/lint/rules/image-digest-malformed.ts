import { quote } from '../../recipe/limits.ts';
import { parseImage } from '../image.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const imageDigestMalformed: Rule = {
  id: 'image-digest-malformed',
  severity: 'error',
  summary: 'The digest of an image is none',
  docs: {
    why: 'Docker refuses the name: "invalid reference format". A digest that was cut short pins nothing.',
    fix: 'Copy the whole digest: "@sha256:" and 64 digits of 0-9 and a-f.',
    refs: ['distribution reference grammar', 'OCI image specification: digests'],
  },
  waivable: false,
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const { image } = value;
      if (typeof image !== 'string' || !image.includes('@') || parseImage(image) !== null) continue;
      const digest = image.slice(image.indexOf('@') + 1);
      if (/^sha256:[0-9a-f]{64}$/.test(digest) || parseImage(image.slice(0, image.indexOf('@'))) === null) continue;
      const message = `Digest ${quote(digest)} of an image is none`;
      const help = 'Write "@sha256:" and all of its 64 hexadecimal digits.';
      report({ file, path: [...path, 'image'], message, help, data: { image: image.slice(0, 400) } });
    }
  },
};
