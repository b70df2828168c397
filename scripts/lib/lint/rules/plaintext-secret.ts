import { mapOf } from '../../recipe/json.ts';
import { environment } from '../../recipe/labels.ts';
import { credentialsIn, isSecret } from '../credentials.ts';
import { documents } from '../documents.ts';
import type { Rule } from '../rule.ts';
import { isAlone, services } from '../services.ts';

const HELP = 'Take it out, replace it wherever it was used, and make it an external swarm secret.';

export const plaintextSecret: Rule = {
  id: 'plaintext-secret',
  severity: 'error',
  summary: 'A password, token or key stands in the recipe',
  docs: {
    why: 'Everybody can read the recipe, and every hoster gets the same password.',
    fix: 'Use an external secret and pass its file, as in DB_PASSWORD_FILE: /run/secrets/db_password.',
    refs: ['CIS Docker 4.10', 'OWASP Docker Security rule 12', 'recipe format: conventions'],
  },
  check(recipe, report) {
    const told: string[] = [];
    for (const { file, path, value } of services(recipe)) {
      for (const { key, value: text, path: inside } of environment(value)) {
        if (text === null || !isSecret(key, text)) continue;
        const message = `"${key}" has its value in the recipe`;
        report({ file, path: [...path, ...inside], message, help: HELP, data: { key } });
        told.push(text);
      }
    }
    for (const { file, value } of documents(recipe)) {
      for (const [key, secret] of Object.entries(mapOf(value.secrets))) {
        if (typeof mapOf(secret).file !== 'string') continue;
        const path = ['secrets', key, 'file'];
        const message = `Secret "${key}" is made from a file of the recipe`;
        // A file beside one's own compose file is published by nobody.
        const severity = isAlone(recipe) ? 'warning' : 'error';
        report({ file, path, severity, message, help: HELP, data: { key } });
      }
    }
    for (const { path: file, content, encoding } of recipe.files) {
      for (const { kind, text, line, column } of encoding === 'utf8' ? credentialsIn(content) : []) {
        if (told.some((value) => value.includes(text))) continue;
        report({ file, line, column, message: `This looks like ${kind}`, help: HELP, data: { kind } });
      }
    }
  },
};
