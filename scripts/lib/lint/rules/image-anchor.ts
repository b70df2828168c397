import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { parsedYaml } from '../../recipe/yaml.ts';
import type { Rule } from '../rule.ts';
import { servicesWriting } from '../written.ts';

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
  check({ compose, files }, report) {
    for (const { file, value } of compose) {
      const source = files.find(({ path }) => path === file);
      if (source === undefined || parsedYaml(source).nodes.aliases.size === 0) continue;
      const written = servicesWriting(source, 'image');
      for (const [name, service] of Object.entries(mapOf(value.services))) {
        if (typeof mapOf(service).image !== 'string' || written.has(name)) continue;
        const message = `The image of service ${quote(name)} is not written in it`;
        report({ file, path: ['services', name], atKey: true, message, help: 'Write "image: name:tag" there.' });
      }
    }
  },
};
