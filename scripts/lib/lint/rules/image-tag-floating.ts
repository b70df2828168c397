import { quote } from '../../recipe/limits.ts';
import { parseImage } from '../image.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

const FLOATING =
  /^(?:latest|stable|unstable|main|master|trunk|head|edge|nightly|daily|weekly|dev|devel|develop|development|next|canary|rolling|current|release|lts|beta|alpha|rc|preview|snapshot|testing|test|staging|prod|production|default|alpine|slim|debian|ubuntu|fpm|apache)(?:-(?:latest|stable|alpine|slim|fpm|apache|debian|bookworm|bullseye|trixie))*$/i;

export const imageTagFloating: Rule = {
  id: 'image-tag-floating',
  severity: 'error',
  summary: 'The tag of an image moves to other bytes by its nature',
  docs: {
    why: '"latest" is another image tomorrow: an unattended restart becomes an untested upgrade, and no rollback leads back.',
    fix: 'Pin the version, e.g. nginx:1.29.1, or add the digest.',
    refs: ['abra R004', 'CIS Docker 5.28'],
  },
  assumes: 'publication',
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const image = typeof value.image === 'string' ? parseImage(value.image) : null;
      if (image?.tag == null || image.digest !== null || !isFloating(image.tag)) continue;
      const message = `Image ${quote(String(value.image))} floats`;
      const help = `Pin a version: replace "${image.tag}" by the number of a release, or add its digest.`;
      report({ file, path: [...path, 'image'], message, help, data: { tag: image.tag } });
    }
  },
};

export function isFloating(tag: string): boolean {
  return FLOATING.test(tag);
}
