/** Code that is fetched and run in one go: nobody has seen it, and tomorrow it is another. */

const FETCHES = /\b(?:curl|wget|fetch)\b/;
const SHELL = /^\s*(?:sudo\s+(?:-\S+\s+)*)?(?:env\s+)?(?:\/usr)?(?:\/bin\/)?(?:ba|da|z|k|a)?sh(?:\s|$|[;&)"'`])/;
const SUBSTITUTED =
  /\b(?:ba|da|z|k|a)?sh\s+(?:-c\s+)?["']?(?:<\(|\$\$?\(|`)\s*(?:curl|wget|fetch)\b|\beval\s+["']?(?:\$\$?\(|`)\s*(?:curl|wget|fetch)\b/;

/** The piece of a line that does it, null when none does. */
export function pipeToShell(text: string): string | null {
  for (const line of text.replaceAll('\\\n', ' ').split('\n')) {
    if (!FETCHES.test(line) || line.trimStart().startsWith('#')) continue;
    const substituted = SUBSTITUTED.exec(line.slice(0, LONGEST));
    if (substituted !== null) return substituted[0];
    const pipe = piped(line);
    if (pipe !== null) return pipe;
  }
  return null;
}

/** Longer lines hold no command that a person wrote. */
const LONGEST = 4000;

function piped(line: string): string | null {
  const stages = line.slice(0, LONGEST).split(/(?<!\|)\|(?!\|)&?/);
  let fetched: string | null = null;
  for (const stage of stages) {
    if (fetched !== null && SHELL.test(stage)) return `${fetched.trim()} | ${stage.trim()}`;
    if (FETCHES.test(stage)) fetched = stage.split(/;|&&|\|\|/).findLast((part) => FETCHES.test(part)) ?? stage;
  }
  return null;
}
