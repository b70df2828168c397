import { variablesIn } from '../../recipe/interpolate.ts';
import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import type { Rule } from '../rule.ts';

export const imageTagVariable: Rule = {
  id: 'image-tag-variable',
  severity: 'warning',
  summary: 'A setting decides which image runs',
  docs: {
    why: 'What the recipe was tested and certified with is then not what a hoster runs; update tools and scanners see a variable instead of a version, and a forgotten setting leaves a name without a tag.',
    fix: 'Write the tag out and raise the version of the recipe with it.',
    refs: ['recipe format: version', 'abra R003'],
  },
  assumes: 'folder',
  check({ compose }, report) {
    for (const { file, value } of compose) {
      for (const [name, service] of Object.entries(mapOf(value.services))) {
        const { image } = mapOf(service);
        if (typeof image !== 'string') continue;
        const [variable] = variablesIn(image);
        if (variable === undefined) continue;
        const message = `Image ${quote(image)} is decided by setting ${quote(variable.name)}`;
        const help = 'Write name and tag out.';
        report({ file, path: ['services', name, 'image'], message, help, data: { image: image.slice(0, 400) } });
      }
    }
  },
};
