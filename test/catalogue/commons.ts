/** A small commons in a git repository of its own: one recipe for each thing a page can have to say. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { execa } from 'execa';
import { certifyRecipe } from '../../scripts/lib/certificate/store.ts';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { reportFolder, writeReport } from '../../scripts/lib/report/store.ts';
import { installCommands } from '../../scripts/lib/trial/plan.ts';
import type {
  Finding,
  Rung,
  RungStatus,
  ScannedImage,
  ScannedVulnerability,
  TrialReport,
  Verdict,
} from '../../scripts/lib/types.ts';
import { IMAGE, lintReport, NOW, rung, SCANNED, scanReport, trialReport } from '../certificate/sample.ts';

/** Hostile text that must reach a page as nothing but text. */
const ATTACK = '</script><script>alert(1)</script><img src=x onerror=alert(1)>';

/** One of a rule that there is, one of a rule that there was. */
const FOUND = ['memory-limit-missing', 'retired-rule'].map((rule): Finding => {
  const place = { file: 'recipes/wiki/compose.yml', line: 2, column: 3 };
  return { step: 'lint', rule, severity: 'warning', message: ATTACK, help: 'Set it.', path: null, place, data: {} };
});

export interface Commons extends AsyncDisposable {
  readonly root: string;
  /** The trial report of `notes` 1.1.0+2.0, the version that is proven. */
  readonly proven: TrialReport;
}

export async function makeCommons(): Promise<Commons> {
  const root = await mkdtemp(join(tmpdir(), 'commons-'));
  const git = (...args: string[]) =>
    execa('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: root });
  await git('init', '--quiet', '--initial-branch=main');
  await writeRecipe(root, 'notes', '1.0.0+1.0', { title: 'Notes', summary: 'Write things down' });
  await git('add', '.');
  await git('commit', '--quiet', '--message=Publish notes', '--date=2026-01-01T00:00:00Z');
  await writeRecipe(root, 'notes', '1.1.0+2.0', { title: 'Notes', summary: 'Write things down' });
  for (const [name, title, summary] of [
    ['wiki', 'Wiki', 'Pages that everybody may edit'],
    ['cloud', 'Cloud', 'Files, calendars and contacts'],
    ['board', 'Board', 'Cards in columns, für alle'],
  ] as const) {
    const deprecated =
      name === 'board' ? '{since: 2026-01-15, reason: Its project has ended., successor: wiki}' : undefined;
    await writeRecipe(root, name, '1.0.0+1.0', { title, summary, ...(deprecated && { deprecated }) });
  }
  await writeRecipe(root, 'hostile', '1.0.0+1.0', {
    title: `H${ATTACK}`.slice(0, 60),
    summary: ATTACK.slice(0, 110),
    website: 'javascript:alert(1)',
    readme: `# ${ATTACK}\n\n${ATTACK}\n\n[click](javascript:alert(1)) ![x](https://evil.example/x.png)\n\n${'wide'.repeat(200)}\n`,
    icon: '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
  });
  await git('add', '.');
  await git('commit', '--quiet', '--message=Publish the rest', '--date=2026-02-01T00:00:00Z');
  await writeRecipe(root, 'draft', '0.1.0+0.1', { title: 'Draft', summary: 'Not in history yet' });

  const proven = await report(root, 'notes', 'pass', goodRungs());
  await report(root, 'wiki', 'fail', rungs('fail', 'app: exit 127, sh: wikid: not found', 'sh: wikid: not found\n'));
  await report(root, 'cloud', 'unverified', rungs('unverified', 'image not available: no route to host'), {
    images: [
      {
        reference: 'example.org/cloud:1.0',
        services: ['app'],
        available: false,
        error: 'no route to host',
        missing: false,
      },
    ],
  });
  await report(root, 'board', 'pass', goodRungs(), { rehearsed: true });
  await report(root, 'hostile', 'fail', rungs('fail', ATTACK, ATTACK));
  await scan(root, 'notes', [
    flaw('CVE-2026-2001', { fixedIn: '2.0', status: 'waived', reason: 'only a build tool (until 2026-12-31)' }),
    flaw('CVE-2026-2002', { severity: 'HIGH', owner: 'base' }),
    flaw('CVE-2026-2003', { fixedIn: '3.1', severity: 'MEDIUM', isNew: true }),
  ]);
  await scan(root, 'wiki', [flaw('CVE-2026-2003', { fixedIn: '3.1', severity: 'CRITICAL', exploited: true })]);
  await scan(root, 'hostile', [
    flaw(ATTACK, { title: ATTACK, package: ATTACK, installed: ATTACK, fixedIn: ATTACK, url: 'javascript:alert(1)' }),
  ]);
  await certifyRecipe(root, await readRecipe(root, 'notes'), NOW);
  return { root, proven, [Symbol.asyncDispose]: () => rm(root, { recursive: true }) };
}

interface Words {
  readonly title: string;
  readonly summary: string;
  readonly website?: string;
  readonly readme?: string;
  readonly icon?: string;
  /** As YAML. */
  readonly deprecated?: string;
}

async function writeRecipe(root: string, name: string, version: string, words: Words): Promise<void> {
  const { title, summary, website = 'https://app.example', icon } = words;
  const files = {
    'compose.yml': compose(name, version),
    'recipe.yml': [
      ...Object.entries({ title, summary, category: 'wiki', licence: 'MIT', website }).map(
        ([key, value]) => `${key}: ${JSON.stringify(value)}`,
      ),
      'tags: [documentation]',
      'upstream: {repository: https://code.example/app}',
      'maintainers: [{name: Ada, contact: ada}]',
      'budget: {memory: 256M}',
      ...(words.deprecated === undefined ? [] : [`deprecated: ${words.deprecated}`]),
      'data: [{volume: data, holds: everything, class: personal, backup: true}]',
      '',
    ].join('\n'),
    '.env.sample': `# Which recipe.\nTYPE=${name}\n# Where it answers.\nDOMAIN=${name}.example.com\n# How it is called.\n#TITLE='My ${name}'\nSECRET_DB_PASSWORD_VERSION=v1 # length=32 charset=hex\n`,
    'README.md': words.readme ?? `# ${title}\n\n## Before you install\n\nSee [the project](https://app.example).\n`,
    [`release/${version}`]: 'Nothing to do.\n',
    ...(icon === undefined ? {} : { 'icon.svg': icon }),
  };
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, 'recipes', name, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

function compose(name: string, version: string): string {
  return `services:
  app:
    image: ghcr.io/recipe-commons/${name}:${version.split('+')[1]}
    networks: [proxy]
    secrets: [db_password]
    volumes: [data:/data]
    deploy:
      resources:
        limits: {memory: 256M, cpus: "0.50"}
      labels:
        - "coop-cloud.\${STACK_NAME}.version=${version}"
        - "traefik.enable=true"
        - "traefik.http.routers.\${STACK_NAME}.rule=Host(\`\${DOMAIN}\`)"
        - "traefik.http.services.\${STACK_NAME}.loadbalancer.server.port=8080"
networks:
  proxy:
    external: true
volumes:
  data:
secrets:
  db_password:
    external: true
    name: \${STACK_NAME}_db_password_\${SECRET_DB_PASSWORD_VERSION}
`;
}

async function report(
  root: string,
  name: string,
  verdict: Verdict,
  ladder: readonly Rung[],
  change: Partial<TrialReport['trial']> = {},
): Promise<TrialReport> {
  const recipe = await readRecipe(root, name);
  const subject = { recipe: name, version: recipe.version, digest: recipe.digest, commit: recipe.commit };
  const images = [{ ...IMAGE, reference: `ghcr.io/recipe-commons/${name}:2.0` }];
  const trial = trialReport({ commands: installCommands(recipe), rungs: ladder, images, ...change }, verdict, {
    subject,
  });
  writeReport(root, lintReport({ subject, findings: name === 'wiki' ? FOUND : [] }));
  writeReport(root, trial);
  const evidence = join(reportFolder(root, name, recipe.version), 'evidence');
  await mkdir(evidence);
  await writeFile(join(evidence, 'page.png'), picture(640, 400));
  await writeFile(join(evidence, 'page.html'), ATTACK);
  return trial;
}

function flaw(id: string, change: Partial<ScannedVulnerability> = {}): ScannedVulnerability {
  return {
    ...{ id, package: 'libexample', installed: '1.0', fixedIn: null, severity: 'CRITICAL', title: `flaw ${id}` },
    ...{ url: `https://flaws.example/${id}`, owner: 'ours', isNew: null, exploited: null, status: 'open' },
    ...change,
  } as ScannedVulnerability;
}

/** A scan of what the trial deployed, of the flaws given; what is hostile is so in every word. */
async function scan(root: string, name: string, vulnerabilities: readonly ScannedVulnerability[]): Promise<void> {
  const { version, digest, commit } = await readRecipe(root, name);
  const isHostile = name === 'hostile';
  const image: ScannedImage = {
    ...SCANNED,
    reference: isHostile ? ATTACK : `ghcr.io/recipe-commons/${name}:2.0`,
    system: { family: isHostile ? ATTACK : 'debian', name: '12', endOfLife: isHostile },
    vulnerabilities,
    secrets: isHostile ? [{ title: ATTACK, file: ATTACK, line: 1, owner: 'ours' }] : [],
    denied: isHostile ? [{ licence: ATTACK, packages: [ATTACK] }] : [],
    sbom: isHostile ? '../../../../../etc/passwd' : SCANNED.sbom,
  };
  const error: Finding = { ...(FOUND[0] as Finding), step: 'scan', severity: 'error', message: 'has CVE-2026-2003' };
  const bad = name === 'notes' ? [] : [error];
  const waived: readonly Finding[] =
    bad.length > 0
      ? []
      : [{ ...error, message: 'has CVE-2026-2001', waiver: { reason: 'only a build tool', until: '2026-12-31' } }];
  const subject = { recipe: name, version, digest, commit };
  const verdict = bad.length > 0 ? 'fail' : 'pass';
  writeReport(root, scanReport({ images: [image] }, { subject, findings: bad, waived, verdict }));
  if (isHostile) return;
  const file = join(reportFolder(root, name, version), SCANNED.sbom);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, '{"bomFormat":"CycloneDX"}');
}

function goodRungs(): readonly Rung[] {
  return [
    rung('deploys', {
      durationMs: 8400,
      measures: { healthyMs: 6400, memoryIdleBytes: 12_582_912 },
      evidence: [{ kind: 'log', title: 'Last lines of app', text: `listening on 8080 ${'x'.repeat(400)}\n` }],
    }),
    rung('answers', {
      evidence: [
        { kind: 'screenshot', title: 'The first page', file: 'evidence/page.png' },
        { kind: 'response', title: 'What it answered', file: 'evidence/page.html' },
      ],
    }),
    rung('removes'),
  ];
}

function rungs(status: RungStatus, reason: string, text?: string): readonly Rung[] {
  const evidence = text === undefined ? [] : [{ kind: 'log' as const, title: 'Last lines of app', text }];
  const rest = { status: 'unverified' as const, reason: 'not deployed', durationMs: 0 };
  return [rung('deploys', { status, reason, evidence }), rung('answers', rest), rung('removes', rest)];
}

/** A grey PNG. */
function picture(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height, 0x99);
  for (let row = 0; row < height; row++) rows[row * (width + 1)] = 0;
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.of()),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  frame.set(body, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}
