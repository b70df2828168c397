/** Traefik's rule language, as far as a route to an app needs it. */

export interface Rule {
  readonly hosts: readonly string[];
  readonly pathPrefix: string | null;
  readonly otherMatchers: readonly string[];
  readonly problem: string | null;
}

type Token = { readonly kind: 'name' | 'text' | 'sign'; readonly text: string };

const TOKEN = /\s*(?:([A-Za-z]+)|`([^`]*)`|"((?:[^"\\]|\\.)*)"|(\|\||&&|[(),!]))/y;
const LONGEST = 4096;

/** `Host(`a`) || Host(`b`)`, v2's `Host(`a`, `b`)`, either with `&& PathPrefix(`/x`)`. */
export function readRule(rule: string): Rule {
  const tokens = rule.length > LONGEST ? null : tokenize(rule);
  if (tokens === null) return { hosts: [], pathPrefix: null, otherMatchers: [], problem: 'The rule is not understood' };
  const matchers: { name: string; values: readonly string[]; negated: boolean }[] = [];
  const problem = parse(tokens, (name, values, negated) => matchers.push({ name, values, negated }));
  const valuesOf = (wanted: readonly string[]) =>
    matchers.filter(({ name, negated }) => wanted.includes(name) && !negated).flatMap(({ values }) => values);
  const known = ['Host', 'HostHeader', 'PathPrefix'];
  const others = matchers.filter(({ name, negated }) => negated || !known.includes(name)).map(({ name }) => name);
  return {
    hosts: [...new Set(valuesOf(['Host', 'HostHeader']).map((host) => host.toLowerCase()))],
    pathPrefix: valuesOf(['PathPrefix'])[0] ?? null,
    otherMatchers: [...new Set(others)],
    problem,
  };
}

function tokenize(rule: string): readonly Token[] | null {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const text = rule.trimEnd();
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) return null;
    const [, name, raw, quoted, sign] = match;
    if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else tokens.push({ kind: 'text', text: raw ?? quoted?.replaceAll(/\\(.)/g, '$1') ?? '' });
  }
  return tokens;
}

/**
 * expression := factor (('&&' | '||') factor)* · factor := '!' factor | '(' expression ')' | Name '(' texts ')'.
 * Returns what is wrong, or null. Walks with a counter instead of recursion: brackets may be nested as deep as they like.
 */
function parse(
  tokens: readonly Token[],
  found: (name: string, values: readonly string[], negated: boolean) => void,
): string | null {
  let open = 0;
  let at = 0;
  let negated = false;
  let negatedGroup = false;
  const isSign = (sign: string) => tokens[at]?.kind === 'sign' && tokens[at]?.text === sign;
  while (at < tokens.length) {
    for (; isSign('(') || isSign('!'); at++) {
      if (isSign('!')) negated = true;
      else {
        open++;
        // What lies in a negated group matches everything else: no host to rely on.
        negatedGroup ||= negated;
      }
    }
    const name = tokens[at];
    if (name?.kind !== 'name') return `A matcher such as Host(\`…\`) is missing`;
    at++;
    if (!isSign('(')) return `Matcher ${name.text} lacks its brackets`;
    const values: string[] = [];
    do {
      at++;
      const value = tokens[at];
      if (value?.kind !== 'text') return `Matcher ${name.text} needs its values in back-quotes`;
      values.push(value.text);
      at++;
    } while (isSign(','));
    if (!isSign(')')) return `Matcher ${name.text} is not closed`;
    found(name.text, values, negated || negatedGroup);
    negated = false;
    for (at++; isSign(')'); at++) open--;
    if (open < 0) return 'A bracket is closed that was never opened';
    if (at === tokens.length) return open === 0 ? null : 'A bracket is not closed';
    if (!isSign('&&') && !isSign('||')) return 'Two matchers need && or || between them';
    at++;
  }
  return 'The rule ends where a matcher should follow';
}
