/** What lies outside recipes/: compose files alone, folders of them, recipes in abra's format. */
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RISKY, short, type Workplace, workplace } from './workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await workplace();
});
afterAll(() => place[Symbol.asyncDispose]());

/** Of rules that have an opinion on every small file. */
const HABITS =
  /healthcheck|memory-limit|update-config|compose-version|limit-missing|rollback|stop-grace|hardening|log-unbounded/;

async function findings(...args: readonly string[]): Promise<readonly string[]> {
  const reports = await place.reports(...args);
  return reports.flatMap((report) => report.findings.filter(({ rule }) => !HABITS.test(rule)).map(short));
}

describe('a compose file alone', () => {
  it('is judged by what is true of any, wherever it lies', async () => {
    await place.write('stacks/web.yml', RISKY);
    const [report] = await place.reports('stacks/web.yml');
    expect(report?.subject).toMatchObject({ path: 'stacks/web.yml', alone: true, version: null });
    expect(report?.findings.map(short)).toContain('stacks/web.yml:5:17 error privileged');
    const rules = report?.findings.map(({ rule }) => rule) ?? [];
    for (const rule of ['metadata-missing', 'missing-readme', 'missing-env-sample', 'app-service', 'version-label']) {
      expect(rules).not.toContain(rule);
    }
  });

  it('is the same by any spelling of its name, and named relative to where one is', async () => {
    await place.write('here/compose.yml', RISKY);
    expect(await findings('here/../here/compose.yml', './here/compose.yml')).toEqual(
      await findings('here/compose.yml'),
    );
    const { stdout } = await place.lintWith({ cwd: join(place.root, 'here') }, 'compose.yml', '--format', 'github');
    expect(stdout).toMatch(/^::error file=compose\.yml,line=5/m);
    const above = await place.lintWith(
      { cwd: join(place.root, 'stacks') },
      '../here/compose.yml',
      '--format',
      'github',
    );
    expect(above.stdout).toMatch(/^::error file=\.\.\/here\/compose\.yml,line=5/m);
  });

  it('may use variables that nobody knows, where Docker puts up with an empty one', async () => {
    await place.write(
      'variables/compose.yml',
      `version: "3.8"
services:
  web:
    image: \${REGISTRY}/web:\${TAG}
    ports: ["\${PORT}:80"]
    environment:
      DB_PASSWORD: \${DB_PASSWORD}
    volumes: ["\${DATA}:/data"]
`,
    );
    await place.write('variables/whole.yml', 'version: "3.8"\nservices:\n  web:\n    image: ${IMAGE}\n');
    expect(await findings('variables/whole.yml')).toEqual([]);
    const found = await findings('variables/compose.yml');
    expect(found.filter((line) => !line.includes(' info '))).toEqual(['variables/compose.yml:8:15 error stack-schema']);
  });

  it('is not blamed for a constraint of which nobody knows the half', async () => {
    const compose = (constraint: string) =>
      `version: "3.8"\nservices:\n  web:\n    image: nginx:1.29.1\n    deploy: {placement: {constraints: ["${constraint}"]}}\n`;
    await place.write('node/compose.yml', compose('node.hostname == ${NODE}'));
    expect(await findings('node/compose.yml')).toEqual([]);
    await place.write('node/compose.yml', compose('node.hostname == '));
    expect(await findings('node/compose.yml')).toEqual(['node/compose.yml:5:40 error constraint-impossible']);
  });

  it('is not blamed for a route that is a variable, and is for the half of it that is none', async () => {
    const compose = (label: string) =>
      `version: "3.8"\nservices:\n  web:\n    image: nginx:1.29.1\n    networks: [proxy]\n    deploy:\n      labels:\n        - traefik.enable=true\n        ${label}\nnetworks: {proxy: {external: true}}\n`;
    const errors = async () => (await findings('route/compose.yml')).filter((line) => line.includes(' error '));
    await place.write('route/compose.yml', compose('- "traefik.http.routers.web.rule=${ROUTER_RULE}"'));
    expect(await errors()).toEqual([]);
    await place.write('route/compose.yml', compose('- "traefik.http.routers.web.rule=PathPrefix(`${PATH_OF}`)"'));
    expect(await errors()).toEqual(['route/compose.yml:9:11 error route-catch-all']);
    await place.write('route/compose.yml', compose('- "traefik.http.routers.web.rule=Host(`wiki.${DOMAIN}`)"'));
    expect((await findings('route/compose.yml')).join()).not.toContain('route-foreign-host');
  });

  it('has them from the settings beside it', async () => {
    const compose = 'version: "3.8"\nservices:\n  web:\n    image: nginx:${TAG}\n';
    await place.write('settings/compose.yml', compose);
    await place.write('settings/.env.sample', 'TAG=latest\n');
    expect(await findings('settings/compose.yml')).toEqual(['settings/compose.yml:4:12 warning image-tag-floating']);
  });

  it('is not blamed for what stands in .env, which is no part of it', async () => {
    const compose =
      'version: "3.8"\nservices:\n  web:\n    image: nginx:1.29.1\n    environment:\n      DB_PASSWORD: ${PW}\n';
    await place.write('hoster/compose.yml', compose);
    await place.write('hoster/.env', 'PW=hunter2\nNOT A SETTING\n');
    const { stdout } = await place.lint('hoster/compose.yml');
    expect(stdout).not.toContain('hunter2');
    expect(await findings('hoster/compose.yml')).toEqual([]);
  });

  it('is refused without the env_file that it names, as Docker refuses it', async () => {
    const compose =
      'version: "3.8"\nservices:\n  web:\n    image: nginx:1.29.1\n    env_file: [web.env, ../other.env]\n';
    await place.write('named/compose.yml', compose);
    const errors = async () => (await findings('named/compose.yml')).filter((line) => line.includes(' error '));
    expect(await errors()).toEqual([
      'named/compose.yml:5:16 error stack-schema',
      'named/compose.yml:5:25 error stack-schema',
    ]);
    await place.write('named/web.env', 'A=1\n');
    await place.write('other.env', 'no variable here\n');
    expect(await errors()).toEqual(['named/compose.yml:5:25 error stack-schema']);
    await place.write('other.env', 'PASSED_ON\n');
    expect(await errors()).toEqual([]);
  });

  it('may lean on what lies beside it', async () => {
    const compose =
      'version: "3.8"\nservices:\n  web:\n    image: nginx:1.29.1\n    volumes: ["../data:/data", "/home/me/music:/music"]\nsecrets:\n  key: {file: key.txt}\n';
    await place.write('own/compose.yml', compose);
    const found = (await findings('own/compose.yml')).filter((line) => !line.includes(' info '));
    expect(found).toEqual([
      'own/compose.yml:5:15 warning sensitive-bind',
      'own/compose.yml:5:32 warning sensitive-bind',
      'own/compose.yml:7:15 warning plaintext-secret',
    ]);
  });

  it('may be an overlay of the file beside it, which is not asked about', async () => {
    await place.write('overlay/docker-compose.yml', RISKY);
    await place.write(
      'overlay/docker-compose.prod.yml',
      'version: "3.8"\nservices:\n  web:\n    deploy: {replicas: 2}\n',
    );
    expect(await findings('overlay/docker-compose.prod.yml')).toEqual([]);
  });

  it('that is torn, empty, huge or no text fails, and is not our fault', async () => {
    await place.write('bad/torn.yml', 'services: [\n');
    await place.write('bad/empty.yml', '');
    await place.write('bad/huge.yml', `services: {}\n# ${'x'.repeat(200_000)}\n`);
    const { exitCode, stdout } = await place.lint(
      'bad/torn.yml',
      'bad/empty.yml',
      'bad/huge.yml',
      '--format',
      'github',
    );
    expect(exitCode).toBe(1);
    for (const file of ['torn', 'empty', 'huge']) expect(stdout).toMatch(new RegExp(`::error file=bad/${file}.yml`));
  });

  it('may be a link, when it is named', async () => {
    await symlink(join(place.root, 'here/compose.yml'), join(place.root, 'link.yml'));
    expect(await findings('link.yml')).toEqual([
      'link.yml:5:5 warning swarm-ignores-key',
      'link.yml:5:17 error privileged',
    ]);
  });
});

describe('a folder of many', () => {
  beforeAll(async () => {
    await place.write('many/docker-compose.yml', RISKY);
    await place.write('many/deep/er/stack-web.yaml', RISKY);
    await place.write('many/torn.yml', 'services: [\n');
    await place.write('many/playbook.yml', '- hosts: all\n');
    await place.write('many/app.services.yml', 'services:\n  App\\Mailer:\n    public: true\n');
    await place.write('many/node_modules/x/compose.yml', RISKY);
    await place.write('many/.hidden/compose.yml', RISKY);
    await symlink(join(place.root, 'many'), join(place.root, 'many/loop'));
  });

  it('gives what looks like a compose file, one bad file hiding no other, and says what was left out', async () => {
    const { exitCode, stdout, stderr } = await place.lint('many', '--format', 'json');
    const reports: { subject: { path: string }; verdict: string }[] = JSON.parse(stdout);
    expect(reports.map(({ subject, verdict }) => `${subject.path} ${verdict}`)).toEqual([
      'many/deep/er/stack-web.yaml fail',
      'many/docker-compose.yml fail',
      'many/torn.yml fail',
    ]);
    expect([exitCode, stderr]).toEqual([1, 'note: 2 YAML files in "many" without services left out']);
  });

  it('with none is a wrong call: nothing was looked at', async () => {
    await place.write('none/playbook.yml', '- hosts: all\n');
    const { exitCode, stdout, stderr } = await place.lint('none');
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: there is no compose file in "none"\n {2}.+/);
  });

  it('may hold recipes', async () => {
    await place.copyGood('commons/recipes/good');
    await place.copyGood('mine/good');
    const [report] = await place.reports('mine');
    expect(report?.subject).toMatchObject({ path: 'mine/good', version: expect.stringMatching(/^\d/) });
    const { stdout } = await place.lintWith({ cwd: join(place.root, 'commons') }, '.');
    expect(stdout).toMatch(/^✓ good /);
  });
});

describe("a recipe in abra's format", () => {
  const COMPOSE = `version: "3.8"
services:
  app:
    image: requarks/wiki:2.5.300
    networks: [proxy]
    environment:
      - DOMAIN
    deploy:
      update_config: {failure_action: rollback}
      resources: {limits: {memory: 512M}}
      labels:
        - "traefik.enable=true"
        - "traefik.http.services.\${STACK_NAME}.loadbalancer.server.port=3000"
        - "traefik.http.routers.\${STACK_NAME}.rule=Host(\`\${DOMAIN}\`)"
        - "traefik.http.routers.\${STACK_NAME}.entrypoints=web-secure"
        - "traefik.http.routers.\${STACK_NAME}.tls.certresolver=\${LETS_ENCRYPT_ENV}"
        - "coop-cloud.\${STACK_NAME}.version=0.3.1+2.5.300"
    healthcheck: {test: [CMD, curl, -f, "http://localhost:3000"], interval: 30s, start_period: 1m}
networks:
  proxy:
    external: true
`;
  beforeAll(async () => {
    await place.write('abra/wiki/compose.yml', COMPOSE);
    await place.write('abra/wiki/.env.sample', 'TYPE=wiki\nDOMAIN=wiki.example.com\nLETS_ENCRYPT_ENV=production\n');
    await place.write('abra/wiki/README.md', '# Wiki\n\n> A wiki for groups\n\n* **Category**: Apps\n');
    await place.write('abra/wiki/.git/HEAD', 'ref: refs/heads/main\n');
  });

  it('is judged as a recipe, without errors for what only we ask for', async () => {
    const { exitCode } = await place.lint('abra/wiki');
    const [report] = await place.reports('abra/wiki');
    expect(report?.subject).toMatchObject({ recipe: 'wiki', version: '0.3.1+2.5.300', path: 'abra/wiki' });
    expect(report?.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(report?.findings.map(short)).toContain('abra/wiki/recipe.yml:1:1 info metadata-missing');
    expect(exitCode).toBe(0);
  });

  it('may leave settings that have a default to those who read the compose file', async () => {
    const settings = COMPOSE.replace(
      '      - DOMAIN\n',
      '      - DOMAIN\n      - LANG=${LANG:-en}\n      - MOTTO=${MOTTO}\n',
    );
    await place.write('abra/settings/compose.yml', settings);
    await place.write('abra/settings/.env.sample', 'DOMAIN=wiki.example.com\nLETS_ENCRYPT_ENV=production\n');
    expect((await findings('abra/settings')).filter((line) => line.endsWith('unknown-variable'))).toEqual([
      'abra/settings/compose.yml:8:9 info unknown-variable',
      'abra/settings/compose.yml:9:9 warning unknown-variable',
    ]);
  });

  it('is known by its label, when it has nothing else of a recipe', async () => {
    await place.write('abra/label/compose.yml', COMPOSE.replace('Host(`${DOMAIN}`)', '${ROUTER_RULE}'));
    await place.write('abra/label/compose.dev.yml', RISKY);
    const [report, ...others] = await place.reports('abra/label');
    expect([report?.subject.path, others]).toEqual(['abra/label', []]);
    const found = report?.findings.map(short) ?? [];
    expect(found).toContain('abra/label/.env.sample:1:1 warning missing-env-sample');
    expect(found).toContain('abra/label/compose.dev.yml:5:17 error privileged');
    expect(found.join()).not.toContain('route-catch-all');
  });

  it('may have settings that no shell could read: abra never gives them to one', async () => {
    const settings = COMPOSE.replace('      - DOMAIN\n', '      - DOMAIN\n      - MOUNTS\n      - DOCKER_HOST\n');
    await place.write('abra/shell/compose.yml', settings);
    await place.write(
      'abra/shell/.env.sample',
      'DOMAIN=wiki.example.com\nLETS_ENCRYPT_ENV=production\nMOUNTS=/ /srv\nDOCKER_HOST=tcp://proxy:2375\n',
    );
    const found = await findings('abra/shell');
    expect(found.filter((line) => / error |env-file-syntax|unknown-variable/.test(line))).toEqual([
      'abra/shell/.env.sample:3:9 warning env-file-syntax',
      'abra/shell/.env.sample:4:1 warning env-file-syntax',
    ]);
  });

  it('may call its overlays as Co-op Cloud does', async () => {
    await place.write('abra/named/compose.yml', COMPOSE);
    await place.write('abra/named/.env.sample', 'DOMAIN=wiki.example.com\nLETS_ENCRYPT_ENV=production\n');
    for (const name of ['auth.github', 'smtp_relay', 'HA']) {
      await place.write(`abra/named/compose.${name}.yml`, 'version: "3.8"\nservices:\n  app: {privileged: true}\n');
    }
    expect((await findings('abra/named')).filter((line) => line.endsWith('privileged'))).toEqual([
      'abra/named/compose.HA.yml:3:21 error privileged',
      'abra/named/compose.auth.github.yml:3:21 error privileged',
      'abra/named/compose.smtp_relay.yml:3:21 error privileged',
    ]);
  });

  it('is told what abra would tell', async () => {
    await place.write('abra/bare/compose.yml', COMPOSE.replace('  app:', '  web:').replace('wiki:2.5.300', 'wiki'));
    await place.write('abra/bare/abra.sh', 'export CONF_VERSION=v1\n');
    const rules = (await place.reports('abra/bare')).flatMap(({ findings }) => findings.map(({ rule }) => rule));
    expect(rules).toEqual(
      expect.arrayContaining(['app-service', 'missing-env-sample', 'missing-readme', 'image-untagged']),
    );
  });

  it('with a recipe.yml is one of ours, wherever it lies', async () => {
    await place.copyGood('elsewhere/good');
    const { exitCode, stdout } = await place.lint('elsewhere/good');
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^✓ elsewhere\/good {2}\d/)]);
  });
});

describe('several arguments', () => {
  it('of every kind are one run, and a missing one hides no other', async () => {
    await place.copyGood('recipes/good');
    await place.write('web/compose.yml', RISKY);
    const { exitCode, stdout, stderr } = await place.lint(
      'good',
      'web/compose.yml',
      'many',
      'web/compsoe.yml',
      'gone/',
    );
    expect(exitCode).toBe(2);
    for (const part of ['✓ good', '✗ web/compose.yml', '✗ many/torn.yml', 'in 1 recipe and 4 compose files']) {
      expect(stdout).toContain(part);
    }
    expect(stderr).toContain('error: there is no file or folder "web/compsoe.yml"\n');
    expect(stderr).toContain('Did you mean "compose.yml"?');
    expect(stderr).toContain('error: there is no file or folder "gone/"\n');
  });

  it('that name a file in recipes/ mean the recipe', async () => {
    await place.copyGood('recipes/good');
    const reports = await place.reports('recipes/good/compose.yml', 'good', './recipes/good/');
    expect(reports.map(({ subject }) => subject.recipe)).toEqual(['good']);
  });
});
