/** What looks like a secret. */

/** A name that ends like this holds a secret, unless it is a file or a version. */
const SECRET_NAME =
  /(?:^|[_.-])(?:pass|passwd|password|passphrase|pwd|secret|token|api_?key|secret_?key(?:_?base)?|private_?key|access_?key|encryption_?key|credentials?)$|password$/i;
const SPOKEN = /(?<=[a-z])(?:Pass|Password|Secret|Token|ApiKey|SecretKey|PrivateKey)$/;

/** Values under such a name that hold nothing to hide: nothing, a switch, a path, where to look, a placeholder. */
const HARMLESS =
  /^(?:|[01]|true|false|yes|no|on|off|none|null|enabled|disabled|optional|required|unused|invalid|(?:file|env|vault|secret):.*|\/.*|<.*>|\{\{.*\}\}|\*+|x+)$/i;

/** Formats that only real credentials have; of one that may begin with any letter, what is rare in it is looked for first. */
const FORMATS: readonly (readonly [kind: string, format: RegExp, rare?: RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY-----/],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50})/],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{20}/],
  // Those of AWS's own documentation end in EXAMPLE.
  ['an AWS access key', /\b(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE\b)[A-Z0-9]{16}\b/],
  ['a Slack token', /\bxox[abposr]-[A-Za-z0-9-]{10}/],
  ['a Stripe key', /\b[sr]k_live_[A-Za-z0-9]{20}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['a JSON web token', /\beyJ[A-Za-z0-9_-]{10,200}\.eyJ[A-Za-z0-9_-]{10}/],
  [
    'a password in an address',
    /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@${}<]{1,100}:[^\s/:@${}<]{1,100}@[^\s/]/,
    /:\/\/[^\s/:@${}<]{1,100}:[^\s/:@${}<]{1,100}@[^\s/]/,
  ],
];

export function isSecret(name: string, value: string): boolean {
  return (SECRET_NAME.test(name) || SPOKEN.test(name)) && !HARMLESS.test(value.trim());
}

export interface Credential {
  readonly kind: string;
  /** As far as its format goes. */
  readonly text: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

/** The first credential of each kind in a text. */
export function credentialsIn(text: string): readonly Credential[] {
  return FORMATS.flatMap(([kind, format, rare]) => {
    const found = rare?.test(text) === false ? null : format.exec(text);
    if (found === null) return [];
    const before = text.slice(0, found.index);
    const column = found.index - before.lastIndexOf('\n');
    return [{ kind, text: found[0], line: before.split('\n').length, column }];
  });
}
