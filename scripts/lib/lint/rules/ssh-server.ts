import { isList } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import { parseImage } from '../image.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

const SSHD = /(?:^|[\s/"'])sshd(?=$|[\s"';&])|\bservice\s+ssh\s+start\b/;

export const sshServer: Rule = {
  id: 'ssh-server',
  severity: 'warning',
  summary: 'A container runs an SSH server',
  docs: {
    why: 'Its keys and accounts are managed by nobody, and a shell in a container is one "docker exec" away. A server for files or Git is another matter: let the app bring its own.',
    fix: 'Remove it; use docker exec, or a server of the app that gives no shell.',
    refs: ['CIS Docker 5.7'],
  },
  check(recipe, report) {
    for (const { name, file, path, value } of services(recipe)) {
      const image = typeof value.image === 'string' ? parseImage(value.image) : null;
      if (image !== null && /(?:^|\/)(?:docker-)?(?:openssh(?:-server)?|sshd|ssh-server)$/.test(image.name)) {
        const message = `Image ${quote(String(value.image))} is an SSH server`;
        report({ file, path: [...path, 'image'], message, help: 'Use "docker exec" instead.' });
      }
      for (const key of ['command', 'entrypoint']) {
        const command = value[key];
        const text = isList(command) ? command.map(String).join(' ') : typeof command === 'string' ? command : '';
        if (!SSHD.test(text)) continue;
        const message = `Service "${name}" starts an SSH server`;
        report({ file, path: [...path, key], message, help: 'Use "docker exec" instead.' });
      }
    }
  },
};
