import { quote } from '../../recipe/limits.ts';
import { editDistance } from '../../recipe/nearest.ts';
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
  if (known.has(word) || word.length < 5 || word.length > 40) return null;
  for (const candidate of known) {
    if (candidate.length < 5 || Math.abs(candidate.length - word.length) > 1) continue;
    if (isPlural(word, candidate)) continue;
    if (editDistance(word, candidate) === 1) return candidate;
  }
  return null;
}

/** Other projects, not slips: `mongos`, `redis7`, `nginx2`. */
function isPlural(word: string, candidate: string): boolean {
  return word.startsWith(candidate) || candidate.startsWith(word);
}
