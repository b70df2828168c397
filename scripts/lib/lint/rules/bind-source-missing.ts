import { posix } from 'node:path';
import { mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { mountsOf } from '../mounts.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const bindSourceMissing: Rule = {
  id: 'bind-source-missing',
  severity: 'error',
  summary: 'A service mounts a folder of the recipe that does not exist',
  docs: {
    why: 'docker compose makes such a folder; swarm rejects every task: bind source path does not exist. "create_host_path" changes nothing about it.',
    fix: 'Use a named volume for data and a config for files. What is mounted from a node must exist on every node.',
    refs: ['moby: bind source path does not exist', 'compose specification: volumes'],
  },
  assumes: 'folder',
  check(recipe, report) {
    const there = new Set(recipe.files.flatMap(({ path }) => [path, ...foldersOf(path)]));
    for (const service of services(recipe)) {
      for (const { kind, source, long, path } of mountsOf(service)) {
        if (kind !== 'bind' || source === null || !source.startsWith('.')) continue;
        const name = posix.normalize(source).replace(/\/$/, '');
        if (name === '.' || name.startsWith('..') || there.has(name)) continue;
        const message = `There is no ${quote(source)} in the recipe, and swarm does not make it`;
        const creates = mapOf(long?.bind).create_host_path === true;
        const help = `Use a named volume.${creates ? ' Swarm ignores "create_host_path".' : ''}`;
        report({
          file: service.file,
          path: long === null ? path : [...path, 'source'],
          message,
          help,
          data: { source },
        });
      }
    }
  },
};

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
