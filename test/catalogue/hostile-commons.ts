/** A commons of strangers who mean ill: in each recipe, what security.md says that a catalogue must survive. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { writeReport } from '../../scripts/lib/report/store.ts';
import type { ScannedVulnerability } from '../../scripts/lib/types.ts';
import { IMAGE, lintReport, rung, SCANNED, scanReport, trialReport } from '../certificate/sample.ts';

/** Ends elements, attributes, comments, CDATA and JSON alike, calls names, and holds what XML does not know. */
export const HOSTILE = [
  '</script><script>alert(1)</script>',
  '"/><img src=x onerror=alert(1)>',
  "'><svg onload=alert(1)>",
  ']]><!--',
  '@everyone | [x](javascript:alert(1)) `',
  '::add-mask::x \u001b[31m \u0008\ufffe',
].join(' ');

const PICTURES: { readonly [recipe: string]: string } = {
  onload: '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
  bomb: '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>',
  foreign: '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://evil.example/x.png"/></svg>',
};

const README = `# ${HOSTILE}

<script>alert(1)</script> <img src=x onerror=alert(1)> ${HOSTILE}

[script](javascript:alert(1)) [data](data:text/html,<script>alert(1)</script>) [key](https://a:b@evil.example/)
![picture](https://evil.example/x.png) ![data](data:image/svg+xml,<svg/onload=alert(1)>) <https://evil.example/>

| a | ${HOSTILE} |
|---|---|
| <iframe src="https://evil.example"> | b |
`;

interface Words {
  readonly title: string;
  readonly summary: string;
  readonly website: string;
  readonly repository: string;
}

const FINE: Words = {
  title: 'Fine',
  summary: 'Nothing is wrong with it',
  website: 'https://app.example',
  repository: 'https://code.example/app',
};

const RECIPES: { readonly [name: string]: Partial<Words> } = {
  'ends-script': { title: HOSTILE.slice(0, 60), summary: HOSTILE.slice(0, 120) },
  attribute: { title: '"/><script>alert(1)</script>', summary: "' onmouseover='alert(1)" },
  mentions: { title: '@everyone | # <b>', summary: '[x](javascript:alert(1)) | `' },
  scheme: { website: 'javascript:alert(1)' },
  credentials: { website: 'https://user:secret@evil.example/', repository: 'https://user:secret@evil.example/x' },
  onload: {},
  bomb: {},
  foreign: {},
  'a-name-as-long-as-a-name-may-ever-be-1-2': {},
};

export async function makeHostileCommons(): Promise<AsyncDisposable & { readonly root: string }> {
  const root = await mkdtemp(join(tmpdir(), 'hostile-'));
  const git = (...args: string[]) =>
    execa('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: root });
  await git('init', '--quiet', '--initial-branch=main');
  for (const version of ['1.0.0+1.0', '2.0.0+__proto__']) {
    for (const [name, words] of Object.entries(RECIPES)) await write(root, name, version, { ...FINE, ...words });
    await git('add', '.');
    await git('commit', '--quiet', `--message=${HOSTILE.replaceAll('\0', '')}`, '--date=2026-01-01T00:00:00Z');
  }
  for (const name of Object.keys(RECIPES)) await prove(root, name);
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true }) };
}

async function write(root: string, name: string, version: string, words: Words): Promise<void> {
  const icon = PICTURES[name];
  const { title, summary, website, repository } = words;
  const files = {
    'compose.yml': `services:\n  app:\n    image: ghcr.io/example/${name}:1.0\n    deploy:\n      labels:\n        - ${JSON.stringify(`coop-cloud.\${STACK_NAME}.version=${version}`)}\n`,
    'recipe.yml': [
      ...Object.entries({ title, summary, category: 'wiki', licence: 'MIT', website }).map(
        ([key, value]) => `${key}: ${JSON.stringify(value)}`,
      ),
      `upstream: {repository: ${JSON.stringify(repository)}}`,
      'maintainers: [{name: "@everyone", contact: ada}]',
      `antifeatures: [{kind: tracking, why: ${JSON.stringify(HOSTILE.slice(0, 100))}}]`,
      '',
    ].join('\n'),
    '.env.sample': `# ${HOSTILE.replaceAll('\n', ' ')}\nTYPE=${name}\n# </textarea><script>alert(1)</script>\nTITLE='</script>'\n`,
    'README.md': README,
    [`release/${version}`]: README,
    ...(icon === undefined ? {} : { 'icon.svg': icon }),
  };
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, 'recipes', name, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

async function prove(root: string, name: string): Promise<void> {
  const { version, digest, commit } = await readRecipe(root, name);
  const subject = { recipe: name, version, digest, commit };
  const evidence = [{ kind: 'log' as const, title: HOSTILE, text: HOSTILE }];
  const rungs = [rung('deploys', { status: 'fail', reason: HOSTILE, warnings: [HOSTILE], evidence })];
  const images = [{ ...IMAGE, reference: HOSTILE, notes: [HOSTILE] }];
  const flaw: ScannedVulnerability = {
    ...{ id: HOSTILE, package: HOSTILE, installed: HOSTILE, fixedIn: HOSTILE, severity: 'HIGH', title: HOSTILE },
    ...{ url: 'javascript:alert(1)', owner: 'ours', isNew: true, exploited: true, status: 'open' },
  };
  const scanned = { ...SCANNED, reference: HOSTILE, vulnerabilities: [flaw] };
  writeReport(root, lintReport({ subject }));
  writeReport(root, trialReport({ rungs, images }, 'fail', { subject }));
  writeReport(root, scanReport({ images: [scanned] }, { subject, verdict: 'pass' }));
}
