import type { SecretNeed } from '../types.ts';

/** How a secret is made, as the comments of `.env.sample` tell it. */
export type SecretHints = Pick<SecretNeed, 'length' | 'charset' | 'generate'>;

export const DEFAULT_HINTS: SecretHints = { length: 32, charset: 'default', generate: true };
const CHARSETS: readonly SecretHints['charset'][] = ['default', 'hex', 'special', 'safespecial'];
const HINT = /^(length|charset|generate)=(\S+)$/;

/** Takes lines such as `length=32 charset=hex` out of a comment. */
export function splitHints(lines: readonly string[]): {
  readonly hint: SecretHints | null;
  readonly prose: string;
  /** The hint that is not understood. */
  readonly fault: string | null;
} {
  const prose: string[] = [];
  let hint: SecretHints | null = null;
  let fault: string | null = null;
  for (const line of lines) {
    const words = line.split(/\s+/).filter((word) => word !== '');
    if (words.length === 0 || !words.every((word) => HINT.test(word))) {
      prose.push(line);
      continue;
    }
    for (const word of words) {
      const [, key = '', value = ''] = HINT.exec(word) ?? [];
      const read = readHint(key, value);
      if (read === null) fault = word;
      else hint = { ...(hint ?? DEFAULT_HINTS), ...read };
    }
  }
  return { hint, prose: prose.join('\n').trim(), fault };
}

function readHint(key: string, value: string): Partial<SecretHints> | null {
  if (key === 'generate') return value === 'true' || value === 'false' ? { generate: value === 'true' } : null;
  if (key === 'charset') {
    const charset = CHARSETS.find((each) => each === value);
    return charset === undefined ? null : { charset };
  }
  const length = /^[1-9][0-9]{0,3}$/.test(value) ? Number(value) : 0;
  return length >= 1 && length <= 1024 ? { length } : null;
}
