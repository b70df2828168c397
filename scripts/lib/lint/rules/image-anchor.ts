import { mapOf } from '../../recipe/json.ts';
import { locate, locateKey } from '../../recipe/locate.ts';
import type { Rule } from '../rule.ts';

export const imageAnchor: Rule = {
  id: 'image-anchor',
  severity: 'info',
  summary: 'The image of a service is written somewhere else, behind an anchor',
  docs: {
    why: 'abra, Renovate and Dependabot rewrite the line "image:" of a service; of an alias or a merge key they find none, and the image grows old.',
    fix: 'Write "image: name:tag" in the service itself; everything else may stay behind the anchor.',
    refs: ['abra recipe upgrade', 'YAML 1.2 § 7.1', 'YAML: merge key'],
  },
  assumes: 'folder',
  check({ compose, files, folder }, report) {
    for (const { file, value } of compose) {
      const source = files.find(({ path }) => path === file);
      if (source?.encoding !== 'utf8' || !source.content.includes('*')) continue;
      for (const [name, service] of Object.entries(mapOf(value.services))) {
        if (typeof mapOf(service).image !== 'string') continue;
        const path = ['services', name, 'image'];
        const key = locateKey(source, folder, path);
        const own = locateKey(source, folder, ['services', name]);
        const image = locate(source, folder, path);
        // A merged key stands before the service it is merged into, and so does what an alias names.
        const isBefore = ({ line, column }: typeof own) =>
          line < own.line || (line === own.line && column < own.column);
        if (!isBefore(key) && !isBefore(image)) continue;
        const message = `The image of service "${name}" is not written in it`;
        report({ file, path: ['services', name], atKey: true, message, help: 'Write "image: name:tag" there.' });
      }
    }
  },
};
