import { isList, mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import type { Json, Path } from '../../types.ts';
import { documents } from '../documents.ts';
import { pipeToShell as pipeIn } from '../pipe-to-shell.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

const HELP = 'Put what it fetches into the image or into a config, or check its sha256 before it runs.';

export const pipeToShell: Rule = {
  id: 'pipe-to-shell',
  severity: 'warning',
  summary: 'A script is fetched from the network and run at once',
  docs: {
    why: 'Nobody has read what runs, tomorrow it is something else, and who owns that address owns the app. Without the network the app does not start.',
    fix: 'Put it into the image or into a config of the recipe; at least compare its sha256 before it runs.',
    refs: ['CIS Docker 4.11', 'OWASP Docker Security rule 13'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const commands: readonly (readonly [Path, Json | undefined])[] = [
        [['command'], value.command],
        [['entrypoint'], value.entrypoint],
        [['healthcheck', 'test'], mapOf(value.healthcheck).test],
      ];
      for (const [inside, command] of commands) {
        const found = pipeIn(isList(command) ? command.map(String).join('\n') : String(command ?? ''));
        if (found === null) continue;
        const message = `Here runs what the network answers: ${quote(found)}`;
        report({ file, path: [...path, ...inside], message, help: HELP });
      }
    }
    const configs = new Set(documents(recipe).flatMap(({ value }) => Object.values(mapOf(value.configs)).map(fileOf)));
    for (const { path: file, content, encoding } of recipe.files) {
      const runs = configs.has(file) || file.startsWith('image/') || /\.(?:sh|tmpl)$/.test(file);
      const found = runs && encoding === 'utf8' ? pipeIn(content) : null;
      if (found === null) continue;
      const line = content.slice(0, content.indexOf(found.split(' | ')[0] ?? found)).split('\n').length;
      report({ file, line, message: `Here runs what the network answers: ${quote(found)}`, help: HELP });
    }
  },
};

function fileOf(config: Json): string {
  const { file } = mapOf(config);
  return typeof file === 'string' ? file.replace(/^\.\//, '') : '';
}
