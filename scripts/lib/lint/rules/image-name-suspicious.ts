import { quote } from '../../recipe/limits.ts';
import { parseImage } from '../image.ts';
import { OFFICIAL_IMAGES, PUBLISHERS } from '../official-images.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const imageNameSuspicious: Rule = {
  id: 'image-name-suspicious',
  severity: 'warning',
  summary: 'The name of an image is one slip away from a well-known one',
  docs: {
    why: 'Whoever registers the misspelt name decides what runs: "ngnix", "postgers" and "Iinuxserver" wait for a typing error.',
    fix: 'Correct the name.',
    refs: ['threat model: images', 'OWASP CI/CD-SEC-3: dependency chain abuse'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const image = typeof value.image === 'string' ? parseImage(value.image) : null;
      if (image === null || image.host !== 'docker.io') continue;
      const [owner = '', name = ''] = image.name.split('/');
      const [word, known] = owner === 'library' ? [name, OFFICIAL_IMAGES] : [owner, PUBLISHERS];
      const meant = lookalike(word, known);
      if (meant === null) continue;
      const message = `Image ${quote(String(value.image))} is one slip away from ${quote(meant)}`;
      const help = `Write "${meant}" if you mean it.`;
      report({ file, path: [...path, 'image'], message, help, data: { meant } });
    }
  },
};

/** Short words have too many neighbours to tell a slip from a name. */
function lookalike(word: string, known: ReadonlySet<string>): string | null {
  if (known.has(word) || word.length < 5) return null;
  for (const candidate of known) if (candidate.length >= 5 && isSlip(word, candidate)) return candidate;
  return null;
}

/** One letter wrong, missing, doubled or swapped with the next. What merely goes on (`redis7`, `mongos`) is another name. */
function isSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a.startsWith(b) || b.startsWith(a)) return false;
  let at = 0;
  while (a[at] === b[at]) at++;
  const [left, right] = [a.slice(at), b.slice(at)];
  if (left.length !== right.length) return left.slice(1) === right || right.slice(1) === left;
  if (left.slice(1) === right.slice(1)) return true;
  return left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2);
}
