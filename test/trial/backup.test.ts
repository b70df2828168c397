import { describe, expect, test } from 'vitest';
import { excused, uncovered, unwitnessed } from '../../scripts/lib/trial/backup/coverage.ts';
import { judgeDump } from '../../scripts/lib/trial/backup/dump.ts';
import { type LabelledService, readBackup } from '../../scripts/lib/trial/backup/labels.ts';
import type { Canary } from '../../scripts/lib/trial/canary/canary.ts';
import type { DataVolume } from '../../scripts/lib/types.ts';

function service(name: string, volumes: readonly string[], labels: LabelledService['labels'] = {}): LabelledService {
  return { name, volumes: volumes.map((volume) => `wiki_${volume}`), labels };
}

const ON = { 'backupbot.backup': 'true' };

describe('labels', () => {
  test('one label saves every volume of the stack, whole', () => {
    const plan = readBackup([service('app', ['data'], ON), service('db', ['db_data'])], 'wiki');
    expect(plan.saved).toEqual([
      { volume: 'wiki_data', services: ['app'], paths: null },
      { volume: 'wiki_db_data', services: ['db'], paths: null },
    ]);
  });

  test.each([{}, { 'backupbot.backup': 'false' }, { 'backupbot.backup': '' }])('%o saves nothing', (labels) => {
    expect(readBackup([service('app', ['data'], labels)], 'wiki').saved).toEqual([]);
  });

  test('labels leave volumes out and choose paths, on whichever service they stand', () => {
    const labels = {
      ...ON,
      'backupbot.backup.volumes.cache': 'False',
      'backupbot.backup.volumes.db_data.path': '/backup/, ./more',
    };
    const plan = readBackup([service('app', ['data', 'cache'], labels), service('db', ['db_data'])], 'wiki');
    expect(plan.leftOut).toEqual(['wiki_cache']);
    expect(plan.saved.map(({ volume, paths }) => [volume, paths])).toEqual([
      ['wiki_data', null],
      ['wiki_db_data', ['backup', 'more']],
    ]);
  });

  test('a path that is empty or the root is the whole volume', () => {
    for (const path of ['', '/', 'backup,/', '.']) {
      const labels = { ...ON, 'backupbot.backup.volumes.data.path': path };
      expect(readBackup([service('app', ['data'], labels)], 'wiki').saved[0]?.paths).toBeNull();
    }
  });

  test('a path that leads out of its volume is a problem', () => {
    const labels = { ...ON, 'backupbot.backup.volumes.data.path': 'backup,a/../../other' };
    expect(readBackup([service('app', ['data'], labels)], 'wiki').problems).toEqual([
      'Label "backupbot.backup.volumes.data.path" leads out of the volume',
    ]);
  });

  test('says what nobody heeds', () => {
    const labels = { ...ON, 'backupbot.backup.volumes.date': 'false', 'backupbot.backup.path': '/data' };
    const { notes } = readBackup([service('app', ['data'], labels), service('db', [], ON)], 'wiki');
    expect(notes).toEqual([
      '"backupbot.backup" stands on app, db; the specification wants it once in a stack',
      'a label names the volume "date", which no service mounts',
      'app: "backupbot.backup.path" is of the first backup bot; nobody reads it',
    ]);
  });

  test('finds the hooks', () => {
    const labels = { 'backupbot.backup.pre-hook': 'dump.sh', 'backupbot.restore.post-hook': 'load.sh' };
    expect(readBackup([service('db', [], labels)], 'wiki').hooks).toEqual([
      { service: 'db', label: 'backupbot.backup.pre-hook', command: 'dump.sh' },
      { service: 'db', label: 'backupbot.restore.post-hook', command: 'load.sh' },
    ]);
  });
});

describe('coverage', () => {
  const data = (volume: string, rest: Partial<DataVolume> = {}): readonly [string, DataVolume] => [
    `wiki_${volume}`,
    { volume, holds: 'pages', class: 'personal', backup: true, ...rest },
  ];

  test('a volume that no label saves is the fault, whether declared or not', () => {
    const off = readBackup([service('app', ['data'])], 'wiki');
    expect(uncovered(['wiki_data'], new Map([data('data')]), off)).toBe(
      'Volume "wiki_data" belongs in a backup, and no service has the label "backupbot.backup=true".',
    );
    expect(uncovered(['wiki_data'], new Map(), off)).toContain('belongs in a backup');
    const out = readBackup([service('app', ['data'], { ...ON, 'backupbot.backup.volumes.data': 'false' })], 'wiki');
    expect(uncovered(['wiki_data'], new Map([data('data')]), out)).toContain('volumes.data=false" leaves it out');
  });

  test('a cache and what is declared to need no backup may be left out', () => {
    const off = readBackup([service('app', ['data'])], 'wiki');
    for (const rest of [{ backup: false }, { class: 'cache' }] as const) {
      expect(uncovered(['wiki_data'], new Map([data('data', rest)]), off)).toBeNull();
    }
  });

  const look = async () => null;
  const file: Canary = { kind: 'volume', where: 'a file', volume: 'wiki_db_data', look };
  const table: Canary = { kind: 'postgresql', where: 'a table', service: 'db', look };
  const labels = { ...ON, 'backupbot.backup.volumes.db_data.path': 'backup' };
  const services = [service('db', ['db_data'], labels)];
  const plan = readBackup(services, 'wiki');

  test('beside a saved path nothing has to come back, but the database has', () => {
    const declared = new Map([data('db_data')]);
    expect(excused(file, declared, plan, services)).toBe('only backup of the volume is saved');
    expect(excused(table, declared, plan, services)).toBeNull();
    expect(unwitnessed([table], declared, plan)).toBeNull();
    expect(unwitnessed([], declared, plan)).toBe('wiki_db_data');
  });

  test('a database in volumes that need no backup need not come back', () => {
    const declared = new Map([data('db_data', { backup: false })]);
    expect(excused(table, declared, plan, services)).toBe('recipe.yml says that it belongs in no backup');
    expect(excused(table, declared, plan, [service('db', [])])).toBeNull();
  });
});

describe('dumps', () => {
  const judge = (path: string, content: string | Buffer) => {
    const bytes = Buffer.from(content);
    return judgeDump({
      path,
      bytes: bytes.length,
      isGzip: false,
      head: bytes.subarray(0, 4096),
      tail: bytes.subarray(-4096),
    });
  };
  const tar = Buffer.concat([Buffer.alloc(257), Buffer.from('ustar'), Buffer.alloc(250, 1), Buffer.alloc(1024)]);

  test.each<[string, string | Buffer, number]>([
    [
      'PostgreSQL dump',
      '--\n-- PostgreSQL database dump\n--\n\nSELECT 1;\n--\n-- PostgreSQL database dump complete\n--\n\n',
      20,
    ],
    [
      'PostgreSQL dump',
      '--\n-- PostgreSQL database cluster dump\n--\n--\n-- PostgreSQL database cluster dump complete\n--\n',
      20,
    ],
    ['MySQL dump', '-- MySQL dump 10.13\n-- Dump completed on 2026-01-01\n', 30],
    ['MySQL dump', '/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19\n-- Dump completed\n', 15],
    ['SQLite dump', 'PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCOMMIT;\n', 8],
    ['Redis dump', Buffer.concat([Buffer.from('REDIS0009abc'), Buffer.from([0xff]), Buffer.alloc(8)]), 2],
    ['tar archive', tar, 512],
  ])('a %s is whole, or cut short', (kind, content, cut) => {
    expect(judge('dump', content)).toEqual({ kind, fault: null });
    const short = Buffer.from(content).subarray(0, -cut);
    expect(judge('dump', short)?.fault).toMatch(new RegExp(`^is a ${kind} cut short: it lacks `));
  });

  test('what is named like a dump is not empty; what is not known is left to the restore', () => {
    expect(judge('backup/wiki.sql.gz', '')?.fault).toBe('is empty');
    const none = Buffer.of();
    expect(judgeDump({ path: 'a.sql.gz', bytes: 20, isGzip: true, head: none, tail: none })?.fault).toBe(
      'unpacks to nothing',
    );
    expect(judge('backup/lock', '')).toBeNull();
    expect(judge('backup/pages.json', '{}')).toBeNull();
  });
});
