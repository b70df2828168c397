import { describe, expect, it } from 'vitest';
import { diffVersions, verdictWords } from '../../scripts/lib/catalogue/diff.ts';
import { factsOf, type VersionFacts } from '../../scripts/lib/catalogue/facts.ts';
import { plainWords } from '../../scripts/lib/catalogue/say.ts';
import type { Json, Recipe, SecretNeed } from '../../scripts/lib/types.ts';
import { recipe } from './sample.ts';

type Service = { readonly [key: string]: Json };

/** A version whose service `app` is as given; `change` is of the recipe. */
function facts(version: string, app: Service, change: Partial<Recipe> & { volumes?: string[] } = {}): VersionFacts {
  const { volumes = ['data'], ...rest } = change;
  const declared = Object.fromEntries(volumes.map((name) => [name, null]));
  const value = { services: { app: { image: 'acme/app:1', ...app } }, volumes: declared };
  return factsOf(recipe({ compose: [{ file: 'compose.yml', overlay: '', value }], ...rest }), version);
}

function told(
  from: VersionFacts,
  to: VersionFacts,
): { verdict: string; todo: string[]; says: string[]; risky: string[] } {
  const diff = diffVersions(from, to);
  const changes = diff.groups.flatMap((group) => group.changes);
  return {
    verdict: diff.verdict,
    todo: diff.todo.map(plainWords),
    says: changes.map(({ words }) => plainWords(words)),
    risky: changes.filter(({ risky }) => risky).map(({ words }) => plainWords(words)),
  };
}

const setting = (name: string, value: string, required = true) => ({ name, value, required, description: '', line: 1 });
const secret = (key: string, change: Partial<SecretNeed> = {}): SecretNeed => ({
  ...{ key, name: key, versionSetting: null, length: 32, charset: 'hex', generate: true },
  ...change,
});

describe('diffVersions', () => {
  it('has nothing to say of a version compared with itself', () => {
    const one = facts('1.0.0+1', { ports: ['80:80'], volumes: ['data:/data'], cap_add: ['NET_ADMIN'] });
    expect(diffVersions(one, one)).toEqual({
      from: '1.0.0+1',
      to: '1.0.0+1',
      verdict: 'nothing',
      todo: [],
      groups: [],
    });
    expect(verdictWords(diffVersions(one, one))).toBe('Nothing to do: deploy it');
  });

  it('tells an image that changed, without its digest, and asks for nothing', () => {
    const digest = `@sha256:${'a'.repeat(64)}`;
    const { verdict, says, risky } = told(facts('1.0.0+1', {}), facts('1.0.1+2', { image: `acme/app:2${digest}` }));
    expect(verdict).toBe('nothing');
    expect(says).toEqual(['app runs acme/app:2 instead of acme/app:1.']);
    expect(risky).toEqual([]);
  });

  it.each<[string, Service, Service, string]>([
    ['a port', {}, { ports: ['8443:443/udp'] }, 'app opens port 8443:443/udp of your server.'],
    ['a port in long form', {}, { ports: [{ published: 25, target: 25 }] }, 'app opens port 25:25/tcp of your server.'],
    [
      'the socket of the engine',
      {},
      { volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro'] },
      'app gets the socket of the engine, /var/run/docker.sock: whoever controls it controls the whole server.',
    ],
    [
      'a folder of the host, not read-only any more',
      { volumes: ['/srv/a:/a:ro'] },
      { volumes: [{ type: 'bind', source: '/srv/a', target: '/a' }] },
      'app sees /srv/a of your server, read and write.',
    ],
    ['a capability', {}, { cap_add: ['SYS_ADMIN'] }, 'app has now cap_add: SYS_ADMIN.'],
    ['a capability that is kept', { cap_drop: ['ALL'] }, {}, 'app has no more cap_drop: ALL.'],
    ['root', { user: '33' }, { user: '0:0' }, 'app has user: 0:0 instead of 33.'],
    ['a writable root', { read_only: true }, { read_only: false }, 'app has read_only: false instead of true.'],
    [
      'a backup label that went',
      { deploy: { labels: ['backupbot.backup=true', 'backupbot.backup.pre-hook=dump'] } },
      { deploy: { labels: { 'backupbot.backup': 'true' } } },
      'app drops the backup label backupbot.backup.pre-hook: what it saved may not be saved any more.',
    ],
  ])('warns of %s', (_what, before, after, words) => {
    const { says, risky } = told(facts('1.0.0+1', before), facts('1.1.0+1', after));
    expect(says).toEqual([words]);
    expect(risky).toEqual([words]);
    expect(told(facts('1.0.0+1', after), facts('1.1.0+1', before)).says).not.toEqual([words]);
  });

  it('tells whatever else changed by its key, and never a list or map form of the same', () => {
    const before = facts('1.0.0+1', { environment: ['A=1'], deploy: { update_config: { order: 'stop-first' } } });
    const after = facts('1.1.0+1', { environment: { A: '2' }, deploy: { update_config: { order: 'start-first' } } });
    expect(told(before, after).says).toEqual([
      'app: variable A is 2 instead of 1.',
      'app: key deploy.update_config.order is start-first instead of stop-first.',
    ]);
    expect(
      told(before, facts('1.1.0+1', { environment: { A: 1 }, deploy: { update_config: { order: 'stop-first' } } }))
        .says,
    ).toEqual([]);
  });

  it('asks for a backup where data will not follow', () => {
    const before = facts('1.0.0+1', { volumes: ['data:/data'] });
    const renamed = facts('1.1.0+1', { volumes: ['store:/data'] }, { volumes: ['store'] });
    expect(told(before, renamed)).toMatchObject({
      verdict: 'backup',
      todo: [
        'Make a backup of volume data, and bring it into store, which takes its place: the data will not follow by itself.',
      ],
    });
    const gone = facts('1.1.0+1', {}, { volumes: [] });
    expect(told(before, gone).todo).toEqual(['Make a backup of volume data: nothing uses it any more.']);
    expect(told(before, facts('1.1.0+1', { volumes: ['data:/elsewhere'] })).verdict).toBe('nothing');
  });

  it('asks for a backup before another major of a database, a first number that went up, and a step back', () => {
    const before = facts('1.0.0+1', { image: 'docker.io/library/postgres:15.4-alpine' });
    const major = told(before, facts('1.1.0+1', { image: 'docker.io/library/postgres:16.1-alpine' }));
    expect(major.todo).toEqual([
      'Make a backup: the database app goes from major 15 to 16, and its files may need more than a restart.',
    ]);
    expect(told(before, facts('1.1.0+1', { image: 'docker.io/library/postgres:15.5' })).verdict).toBe('nothing');
    expect(told(before, facts('2.0.0+1', { image: 'docker.io/library/postgres:15.4-alpine' })).verdict).toBe('backup');
    expect(told(facts('1.1.0+1', {}), facts('1.0.0+1', {})).verdict).toBe('backup');
  });

  it('names the settings to add and the secrets to create, and leaves optional ones to the hoster', () => {
    const before = facts(
      '1.0.0+1',
      {},
      { settings: [setting('DOMAIN', 'a'), setting('SIZE', '1'), setting('OLD', 'x')] },
    );
    const after = facts(
      '1.1.0+1',
      {},
      {
        settings: [
          setting('DOMAIN', 'b'),
          setting('SIZE', '1', false),
          setting('MAIL', ''),
          setting('LANG', 'en'),
          setting('MAY', '', false),
        ],
        secrets: [secret('db_password'), secret('api_key', { generate: false })],
      },
    );
    const { verdict, todo, says } = told(before, after);
    expect(verdict).toBe('act');
    expect(todo).toEqual([
      'Set MAIL in your .env: it has no value to start from.',
      'Add LANG=en to your .env; the value is that of the sample.',
      'Create secret db_password as the install steps show.',
      'Create secret api_key with a value of your own.',
    ]);
    expect(says).toEqual([
      'DOMAIN has another value in the sample: a became b. Yours stays as it is.',
      'SIZE is optional now.',
      'OLD is gone; your .env may keep it.',
      'MAIL is new and required.',
      'LANG is new and required.',
      'MAY is new and optional.',
      'Secret db_password is new.',
      'Secret api_key is new.',
    ]);
    expect(verdictWords(diffVersions(before, after))).toBe('4 things to do first');
  });

  it('tells of a new service what it runs and may do, not its plumbing; of an overlay, that it is one', () => {
    const relay = { image: 'relay:1', environment: ['A=1'], ports: ['25:25'], deploy: { replicas: 1 } };
    const value = { services: { relay } };
    const app = { file: 'compose.yml', overlay: '', value: { services: { app: { image: 'acme/app:1' } } } };
    const before = factsOf(recipe({ compose: [app] }), '1.0.0+1');
    const after = factsOf(recipe({ compose: [app, { file: 'compose.mail.yml', overlay: 'mail', value }] }), '1.1.0+1');
    expect(told(before, after).says).toEqual([
      'relay runs relay:1. (with overlay mail only)',
      'relay opens port 25:25/tcp of your server. (with overlay mail only)',
      'relay is a new service. (with overlay mail only)',
    ]);
  });
});
