import { quote } from '../../recipe/limits.ts';
import { parseImage } from '../image.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

/** Docker's words for what recipe.yml calls by one name each. */
const WORDS: { readonly [word: string]: string } = {
  amd64: 'amd64',
  x86_64: 'amd64',
  arm64: 'arm64',
  arm64v8: 'arm64',
  aarch64: 'arm64',
  armv7: 'armv7',
  arm32v7: 'armv7',
  armhf: 'armv7',
  riscv64: 'riscv64',
  ppc64le: 'ppc64le',
  s390x: 's390x',
};

export const architectureUndeclared: Rule = {
  id: 'architecture-undeclared',
  severity: 'warning',
  summary: 'An image is of one architecture, which recipe.yml does not say',
  docs: {
    why: 'On a node of another architecture the task ends with "exec format error" again and again.',
    fix: 'Name an image for all architectures, or list only those that run under "architectures" in recipe.yml.',
    refs: ['recipe format: recipe.yml', 'OCI image specification: image index'],
  },
  assumes: 'metadata',
  check(recipe, report) {
    const { metadata } = recipe;
    if (metadata === null) return;
    for (const { file, path, value } of services(recipe)) {
      const image = typeof value.image === 'string' ? parseImage(value.image) : null;
      const architecture = image === null ? null : architectureOf(`${image.name}-${image.tag ?? ''}`);
      if (architecture === null) continue;
      const { architectures } = metadata;
      if (architectures.length === 1 && architectures[0] === architecture) continue;
      const said = architectures.length === 0 ? 'no architecture' : `"${architectures.join('", "')}"`;
      const message = `Image ${quote(String(value.image))} is for ${architecture}, recipe.yml says ${said}`;
      const help = `Write "architectures: [${architecture}]" there, or name an image for all of them.`;
      report({ file, path: [...path, 'image'], message, help, data: { architecture } });
    }
  },
};

function architectureOf(name: string): string | null {
  for (const word of name.toLowerCase().split(/[^a-z0-9_]+/)) {
    if (Object.hasOwn(WORDS, word)) return WORDS[word] ?? null;
  }
  return null;
}
