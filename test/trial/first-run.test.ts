import { expect, test } from 'vitest';
import { firstRunOf } from '../../scripts/lib/trial/first-run.ts';

const FORM = '<form method="post"><input type="password" name="p"></form>';
const page = (body: string, url = 'https://a.test/') => firstRunOf({ url, body });

test.each([
  ['WordPress', page('<title>WordPress › Installation</title>', 'https://a.test/wp-admin/install.php')],
  [
    'Nextcloud',
    page(`<legend>Create an <strong>admin account</strong></legend>${FORM}<h2>Create an admin account</h2>`),
  ],
  ['Forgejo', page(`<title>Installation: Forgejo</title><h3>Initial configuration</h3>${FORM}`)],
  ['a single page application', page('<title>Uptime Kuma</title>', 'https://a.test/#/setup')],
  ['a button', page(`${FORM}<button type="submit">Create your first user</button>`)],
  ['a set-up under its own path', page('<title>Welcome</title>', 'https://a.test/setup/step1')],
])('%s waits for whoever comes first', (_app, words) => {
  expect(words).not.toBeNull();
});

test.each([
  ['a login', page(`<title>Sign in</title>${FORM}<button>Log in</button>`)],
  ['a registration for everybody', page(`<title>Register</title><h1>Create an account</h1>${FORM}`)],
  ['a text about installing', page('<title>Installation guide</title><h1>Installation</h1>')],
  ['a path that only sounds like it', page(`<title>x</title>${FORM}`, 'https://a.test/installations-2027')],
])('%s is no set-up', (_what, words) => {
  expect(words).toBeNull();
});
