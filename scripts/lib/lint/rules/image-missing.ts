import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const imageMissing: Rule = {
  id: 'image-missing',
  severity: 'error',
  summary: 'A service names no image',
  docs: {
    why: 'docker stack deploy builds nothing: it refuses a service without an image.',
    fix: 'Name the image; one of our own is built from image/ and named here.',
    refs: ['abra R011', 'docker/cli compose/convert'],
  },
  check(recipe, report) {
    for (const { name, file, path, value } of services(recipe)) {
      if (typeof value.image === 'string' && value.image !== '') continue;
      const help = 'Add "image: name:tag".';
      if (value.image === '') {
        const message = `The image of service "${name}" is empty`;
        report({ file, path: [...path, 'image'], message, help: 'Name it, as in "name:tag".' });
        continue;
      }
      report({ file, path, atKey: true, message: `Service "${name}" names no image`, help });
    }
  },
};
