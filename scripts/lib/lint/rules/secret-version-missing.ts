import { externals } from '../externals.ts';
import type { Rule } from '../rule.ts';

export const secretVersionMissing: Rule = {
  id: 'secret-version-missing',
  severity: 'error',
  summary: 'The name of a secret carries no version',
  docs: {
    why: 'A secret of the swarm cannot be changed: without a version in its name a password can never be replaced while the app runs.',
    fix: 'End the name in a setting: ${STACK_NAME}_db_password_${SECRET_DB_PASSWORD_VERSION}.',
    refs: ['recipe format: conventions', 'Docker: rotate a secret'],
  },
  check(recipe, report) {
    for (const { key, name, file, path } of externals(recipe, 'secrets')) {
      if (/\$\{SECRET_[A-Z0-9_]+_VERSION(?::?-[^}]*)?\}$/.test(name)) continue;
      const setting = `SECRET_${key.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_VERSION`;
      const message = `The name of secret "${key}" does not end in its version`;
      const help = `Name it "\${STACK_NAME}_${key}_\${${setting}}" and set ${setting}=v1 in .env.sample.`;
      report({ file, path, message, help, data: { name } });
    }
  },
};
