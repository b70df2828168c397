/** Recipes nobody would write: random bytes, real ones with damage, and shapes that cost a careless reader his time or memory. */
import type { Json } from '../../scripts/lib/types.ts';
import type { Random } from './random.ts';
import { KEYS, LINES, TOKENS, VALUES } from './words.ts';

/** Bytes of files by path. */
export type Files = ReadonlyMap<string, Buffer>;

export interface Input {
  /** How it was made, e.g. `damaged nextcloud`. */
  readonly kind: string;
  readonly files: Files;
}

const NAMES = [
  'compose.yml',
  'compose.more.yml',
  '.env.sample',
  'recipe.yml',
  'abra.sh',
  'README.md',
  'icon.svg',
] as const;
const YAML = ['compose.yml', 'compose.more.yml', 'recipe.yml'] as const;
const TEXTS = ['.env.sample', 'abra.sh', 'README.md', 'notes.conf', 'icon.svg'] as const;
/** As much as a file may have, and a byte more. */
const YAML_BYTES = 128 * 1024 + 1;
const FILE_BYTES = 1024 * 1024;

/** `real`: recipes to start from, at least one. */
export function makeInput(random: Random, real: readonly Input[]): Input {
  const base = random.pick(real);
  const make = random.pick([noise, soup, damaged, damaged, damaged, reshaped, reshaped, reshaped, heavy]);
  const { kind, files } = make(random, base, real);
  return { kind: `${kind} in ${base.kind}`, files: new Map([...base.files, ...files]) };
}

type Maker = (random: Random, base: Input, real: readonly Input[]) => Input;

const noise: Maker = (random) => {
  const bytes = Buffer.alloc(random.below(random.pick([16, 300, 5000])));
  const most = random.pick([128, 256]);
  for (let index = 0; index < bytes.length; index++) bytes[index] = random.below(most);
  return { kind: 'noise', files: new Map([[random.pick(NAMES), bytes]]) };
};

/** Bits of syntax in any order. */
const soup: Maker = (random) => {
  const name = random.pick(NAMES);
  const words = name.endsWith('.yml') ? TOKENS : [...LINES, ...TOKENS];
  const parts = Array.from({ length: random.below(200) }, () => random.pick(words));
  return { kind: 'soup', files: new Map([[name, Buffer.from(parts.join(name.endsWith('.yml') ? '' : '\n'))]]) };
};

/** A real file after a few accidents. */
const damaged: Maker = (random, base, real) => {
  const name = random.pick([...base.files.keys()]);
  let bytes = base.files.get(name) ?? Buffer.of();
  for (let times = 1 + random.below(6); times > 0; times--) bytes = damage(bytes, random, real);
  return { kind: `damaged ${name}`, files: new Map([[name, bytes]]) };
};

function damage(bytes: Buffer, random: Random, real: readonly Input[]): Buffer {
  const at = random.below(bytes.length);
  const end = Math.min(bytes.length, at + 1 + random.below(random.pick([2, 40, 2000])));
  const lines = bytes.toString('latin1').split('\n');
  const line = random.below(lines.length);
  const joined = (list: readonly string[]) => Buffer.from(list.join('\n'), 'latin1');
  switch (random.below(9)) {
    case 0: {
      const copy = Buffer.from(bytes);
      if (copy.length > 0) copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
      return copy;
    }
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(random.pick(TOKENS)), bytes.subarray(at)]);
    case 4:
      return joined(lines.toSpliced(line, 1));
    case 5:
      return joined(lines.toSpliced(random.below(lines.length), 0, ...lines.slice(line, line + 1 + random.below(5))));
    case 6:
      return joined(lines.with(line, ' '.repeat(random.below(9)) + (lines[line] ?? '').trimStart()));
    case 7: {
      const other = random.pick([...random.pick(real).files.values()]);
      const from = random.below(other.length);
      return Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + 200), bytes.subarray(end)]);
    }
    default:
      return Buffer.from(bytes.toString('latin1').replace(/(?<=^[ -]*)[a-z_]+(?=:)/m, random.pick(KEYS)), 'latin1');
  }
}

/** A real document of YAML with other keys and values, as JSON, which YAML is able to read. */
const reshaped: Maker = (random, base) => {
  const name = random.pick(YAML.filter((each) => base.files.has(each)));
  const value = documents.get(base)?.get(name) ?? null;
  const text = reshape(value, random, 3 + random.below(60));
  return { kind: `reshaped ${name}`, files: new Map([[name, Buffer.from(text)]]) };
};

/** Plain values of the real recipes' YAML files, by name. */
export const documents = new WeakMap<Input, ReadonlyMap<string, Json>>();

/** One of about `rarity` values and keys is replaced. */
function reshape(value: Json, random: Random, rarity: number): string {
  if (random.once(rarity)) return random.pick(VALUES);
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => reshape(item, random, rarity));
    if (random.once(rarity)) items.push(...items.slice(0, 3), random.pick(VALUES));
    return `[${items.join(',')}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).map(([key, item]) => {
    const name = random.once(rarity * 2) ? random.pick(KEYS) : key;
    return `${JSON.stringify(name)}: ${reshape(item, random, rarity)}`;
  });
  if (random.once(rarity)) pairs.push(`${JSON.stringify(random.pick(KEYS))}: ${random.pick(VALUES)}`);
  return `{${pairs.join(', ')}}`;
}

/** A costly shape of that size alone, in every file that may hold it. */
export function heavyInput([, make, isYaml]: Heavy, size: number, random: Random): Files {
  const bytes = Buffer.from(make(size, random));
  return new Map((isYaml ? ['compose.yml'] : TEXTS).map((name) => [name, bytes]));
}

/** Costly shapes at the size that is allowed, or just above it. */
const heavy: Maker = (random) => {
  const [kind, make, isYaml] = random.pick(HEAVY);
  const size = random.pick([1000, 20_000, isYaml ? YAML_BYTES : FILE_BYTES]);
  const name = isYaml ? random.pick(YAML) : random.pick(TEXTS);
  return { kind: `${size} bytes of ${kind}`, files: new Map([[name, Buffer.from(make(size, random))]]) };
};

export type Heavy = readonly [kind: string, make: (bytes: number, random: Random) => string, isYaml: boolean];

/** By what they are made of. */
export const HEAVY: readonly Heavy[] = [
  ['open brackets', (size) => '['.repeat(size), true],
  ['brackets', (size) => '['.repeat(size / 2) + ']'.repeat(size / 2), true],
  ['open braces', (size) => '{a: '.repeat(size / 4), true],
  ['dashes', (size) => '- '.repeat(size / 2), true],
  ['question marks', (size) => '? '.repeat(size / 2), true],
  ['indentation', (size) => stairs(size), true],
  ['aliases', (size) => bomb(size), true],
  ['merges', (size) => `a: &a {x: 1}\nb:\n${repeated('  <<: *a\n', size)}`, true],
  ['anchors', (size) => repeatedBy((index) => `a${index}: &a${index} {<<: *a${index - 1}}\n`, size), true],
  ['keys', (size) => repeatedBy((index) => `k${index}: ${index}\n`, size), true],
  ['equal keys', (size) => repeated('k: 1\n', size), true],
  [
    'services',
    (size) => `services:\n${repeatedBy((index) => `  s${index}: {image: "n:${index}", ports: [${index}]}\n`, size)}`,
    true,
  ],
  ['flow services', (size) => `services: {${repeatedBy((index) => `s${index}: {image: nginx}, `, size)}x: {}}`, true],
  [
    'volumes',
    (size) => `services: {app: {image: "n:1", volumes: [${repeatedBy((index) => `"v${index}:/v", `, size)}]}}`,
    true,
  ],
  ['labels', (size) => inApp(size, (index) => `"traefik.http.routers.r${index}.rule=Host(\`h${index}\`)", `), true],
  [
    'one label',
    (size) => inApp(0, () => `"traefik.http.routers.r.rule=${repeated('Host(`a`) || ', size)}Host(\`b\`)", `),
    true,
  ],
  ['open rules', (size) => inApp(0, () => `"traefik.http.routers.r.rule=${repeated('!(', size)}", `), true],
  ['variables', (size) => `services: {app: {image: "${repeated('${A:-b}', size)}"}}`, true],
  ['open variables', (size) => `services: {app: {command: "${repeated('${a-', size)}"}}`, true],
  ['dollars', (size) => `x: "${repeated('$', size)}"`, true],
  ['documents', (size) => repeated('---\na: 1\n', size), true],
  ['comments', (size) => repeated('# \n', size), true],
  ['one line', (size) => `a: ${'x'.repeat(size)}`, true],
  ['one key', (size) => `${'k'.repeat(size)}: 1`, true],
  ['quotes', (size) => `a: "${repeated('\\"', size)}"`, true],
  ['escapes', (size) => `a: "${repeated('\\u202e', size)}"`, true],
  ['block text', (size) => `a: |\n${repeated('  x\n', size)}`, true],
  ['folded text', (size) => `a: >\n${repeated('  x\n\n', size)}`, true],
  ['hidden characters', (size) => repeated('\u200b', size / 3), true],
  ['tags', (size) => `a: [${repeated('!a b, ', size)}]`, true],
  ['line ends', (size) => repeated('\r\n', size), true],
  ['tabs', (size) => repeated('\t', size), true],
  ['digits', (size) => `a: ${repeated('9', size)}`, true],
  [
    'waivers',
    (size) => `waivers: [${repeated('{rule: privileged, reason: "a reason", until: 2099-01-01}, ', size)}]`,
    true,
  ],
  ['settings', (size) => repeatedBy((index) => `A${index}=$A${index - 1}\n`, size), false],
  ['growing settings', (size) => `A=aaaaaaaa\n${repeated('A="$A$A"\n', size)}`, false],
  ['equal settings', (size) => repeated('A=1\n', size), false],
  ['web tokens', (size) => repeated('-eyJ', size), false],
  ['addresses', (size) => repeated('a://b:', size), false],
  ['key headers', (size) => repeated('-----BEGIN ', size), false],
  ['links', (size) => repeated('[a](', size), false],
  ['headings', (size) => repeated('# a\n', size), false],
  ['emphasis', (size) => repeated('*_`<', size), false],
  ['elements', (size) => repeated('<a b="', size), false],
  ['zeros', (size) => '\0'.repeat(size), false],
  ['blanks', (size) => ' '.repeat(size), false],
  ['a long line', (size) => 'x'.repeat(size), false],
  ['random words', (size, random) => repeatedBy(() => `${random.pick(LINES)}\n`, size), false],
];

function inApp(size: number, label: (index: number) => string): string {
  const labels = size === 0 ? label(0) : repeatedBy(label, size);
  return `services: {app: {image: "n:1", deploy: {labels: ["traefik.enable=true", ${labels}]}}}`;
}

function bomb(size: number): string {
  const rows = Math.min(60, Math.floor(size / 60));
  return repeatedBy((index) => `a${index}: &a${index} [${`*a${index - 1}, `.repeat(9)}1]\n`, rows * 60);
}

function stairs(size: number): string {
  const lines: string[] = [];
  for (let length = 0, depth = 0; length < size; depth++) {
    lines.push(`${' '.repeat(depth)}a:`);
    length += depth + 3;
  }
  return lines.join('\n');
}

/** Full times only, up to about `size` characters. */
function repeated(text: string, size: number): string {
  return text.repeat(Math.max(1, Math.floor(size / text.length)));
}

function repeatedBy(text: (index: number) => string, size: number): string {
  const parts: string[] = [];
  for (let length = 0, index = 1; length < size; index++) {
    const part = text(index);
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
}
