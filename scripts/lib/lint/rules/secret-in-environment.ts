import { variablesIn } from '../../recipe/interpolate.ts';
import { mapOf } from '../../recipe/json.ts';
import { environment } from '../../recipe/labels.ts';
import { quote } from '../../recipe/limits.ts';
import { isSecret } from '../credentials.ts';
import type { Rule } from '../rule.ts';

/** A switch, or how long a password must be, but none. */
const SWITCH =
  /^(?:allow|enable|disable|require|use|force|reset|show|hide|no|has|is|with|min|max)_|_(?:enabled|disabled)_/i;
/** They say which secret, not what is in it. */
const NAMES_ONE = /^(?:STACK_NAME|DOMAIN|.*_(?:VERSION|FILE|PATH|NAME|LENGTH))$/;

export const secretInEnvironment: Rule = {
  id: 'secret-in-environment',
  severity: 'warning',
  summary: 'A password comes into the container as a setting',
  docs: {
    why: 'Settings are shown by docker inspect, in error reports of the app and to each of its child processes; and they lie readable where the stack was deployed from.',
    fix: 'Make it an external secret, and pass its file where the image has a variable for that, as in DB_PASSWORD_FILE: /run/secrets/db_password; else read it in an entrypoint.',
    refs: ['CIS Docker 7.4', 'OWASP Docker Security rule 12', 'recipe format: conventions'],
  },
  assumes: 'convention',
  // With a value of its own, such as a default, it is worse.
  yieldsTo: ['plaintext-secret'],
  check(recipe, report) {
    for (const { file, value } of recipe.compose) {
      for (const [name, service] of Object.entries(mapOf(value.services))) {
        for (const { key, value: text, path } of environment(service)) {
          if (!isSecret(key, 'secret') || SWITCH.test(key) || (text !== null && !holdsSetting(text))) continue;
          const message = `${quote(key)} gets a password from a setting`;
          const help = 'Make it an external secret, and pass its file, as in "…_FILE: /run/secrets/…".';
          report({ file, path: ['services', name, ...path], message, help, data: { key } });
        }
      }
    }
  },
};

function holdsSetting(text: string): boolean {
  return variablesIn(text).some(({ name }) => !NAMES_ONE.test(name));
}
