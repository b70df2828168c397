/**
 * One clear line out of skopeo's last words, and whether the registry itself could not be reached (then every
 * other image of that host need not be tried in this run) or says for certain that it has no such image. Pure.
 */
export function explainPullError(output: string): {
  readonly message: string;
  readonly unreachable: boolean;
  readonly missing?: true;
} {
  const text = saidBy(output);
  const lookup = /lookup (\S+?)(?: on \S+)?: ([^"]+)$/.exec(text);
  if (lookup !== null) return { message: `lookup ${lookup[1]}: ${lookup[2]}`, unreachable: true };
  const dial = /dial tcp (\S+): (?:connect: )?([^"]+)$/.exec(text);
  if (dial !== null) return { message: `connect ${dial[1]}: ${dial[2]}`, unreachable: true };
  if (/toomanyrequests|too many requests/i.test(text)) {
    return { message: 'rate limit of the registry reached', unreachable: true };
  }
  if (/manifest unknown|name unknown|not found/i.test(text)) {
    return { message: 'manifest unknown: the registry has no such image', unreachable: false, missing: true };
  }
  if (/unauthorized|denied|authentication required/i.test(text)) {
    return { message: 'access denied: the image does not exist or is private', unreachable: false };
  }
  const tail = text.split(': ').slice(-3).join(': ');
  return { message: (tail === '' ? 'skopeo failed without a word' : tail).slice(0, 300), unreachable: false };
}

/** skopeo logs `time="…" level=fatal msg="…"`, with the quotes inside escaped. */
function saidBy(output: string): string {
  const last = output.trim().split('\n').at(-1) ?? '';
  const quoted = /level=fatal msg=("(?:[^"\\]|\\.)*")/.exec(last)?.[1];
  return quoted === undefined ? last : (JSON.parse(quoted) as string).trim();
}
