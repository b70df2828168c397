import { quote } from '../../recipe/limits.ts';
import { parseImage } from '../image.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const imageDigestMissing: Rule = {
  id: 'image-digest-missing',
  severity: 'info',
  summary: 'Some images of the recipe are pinned by digest and this one is not',
  docs: {
    why: 'A tag can be pushed again: what was tested is then not what runs. A recipe that pins its other images means to pin this one too.',
    fix: 'Add the digest behind the tag: name:tag@sha256:…, tag for people, digest for machines.',
    refs: ['recipe format: conventions', 'CIS Docker 4.2', 'CIS Docker 5.28'],
  },
  check(recipe, report) {
    const images = services(recipe).flatMap(({ file, path, value }) => {
      const image = typeof value.image === 'string' ? parseImage(value.image) : null;
      return image === null ? [] : [{ file, path: [...path, 'image'], text: String(value.image), image }];
    });
    const pinned = images.find(({ image }) => image.digest !== null);
    if (pinned === undefined) return;
    for (const { file, path, text, image } of images) {
      // Without a tag there is a worse finding.
      if (image.digest !== null || image.tag === null) continue;
      const message = `Image ${quote(text)} has no digest, unlike ${quote(pinned.text.split('@')[0] ?? '')}`;
      const help = 'Add it behind the tag; "docker buildx imagetools inspect" shows it.';
      report({ file, path, message, help, data: { image: text } });
    }
  },
};
