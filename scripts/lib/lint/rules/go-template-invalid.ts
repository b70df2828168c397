import { isList, type JsonMap, mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import type { Json, Path } from '../../types.ts';
import { declared, documents } from '../documents.ts';
import { templateFault } from '../go-template.ts';
import { mountsOf } from '../mounts.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const goTemplateInvalid: Rule = {
  id: 'go-template-invalid',
  severity: 'error',
  summary: 'Swarm cannot expand a Go template',
  docs: {
    why: 'In environment, hostname, mounts and volume options swarm fills in {{.Task.Slot}} and the like. What it cannot read there it refuses, be it meant for the app: {{ title }} is a call of a function "title".',
    fix: 'Correct it. Braces for the app: write {{"{{"}} for an opening pair, or put the text into a config.',
    refs: ['swarmkit: template.ExpandContainerSpec', 'Docker: create services using templates'],
  },
  check(recipe, report) {
    const used = new Set<string>();
    for (const service of services(recipe)) {
      const { file, path, value } = service;
      for (const text of templatesOf(value)) tell(file, [...path, ...text.path], text.text);
      for (const { source, target, path: at, long } of mountsOf(service)) {
        if (source !== null) tell(file, long === null ? at : [...at, 'source'], source);
        if (target !== null) tell(file, long === null ? at : [...at, 'target'], target);
        if (source !== null && Object.hasOwn(declared(service.document, 'volumes'), source)) used.add(source);
      }
    }
    for (const { file, value } of documents(recipe)) {
      for (const [key, volume] of Object.entries(mapOf(value.volumes))) {
        if (!used.has(key)) continue;
        const { name, driver_opts } = mapOf(volume);
        tell(file, ['volumes', key, 'name'], name);
        for (const [option, text] of Object.entries(mapOf(driver_opts))) {
          tell(file, ['volumes', key, 'driver_opts', option], text);
        }
      }
    }

    function tell(file: string, path: Path, text: Json | undefined) {
      const fault = typeof text === 'string' ? templateFault(text) : null;
      if (fault === null) return;
      const message = `Template ${quote(String(text))} ${fault}`;
      const help = 'Swarm knows .Service, .Node and .Task; write {{"{{"}} for braces that the app shall get.';
      report({ file, path, message, help });
    }
  },
};

function* templatesOf({ environment, hostname }: JsonMap): Iterable<{ readonly path: Path; readonly text: Json }> {
  if (hostname !== undefined) yield { path: ['hostname'], text: hostname };
  const entries = isList(environment) ? environment.entries() : Object.entries(mapOf(environment));
  for (const [key, text] of entries) yield { path: ['environment', key], text };
}
