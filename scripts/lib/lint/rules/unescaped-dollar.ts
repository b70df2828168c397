import { interpolateCompose, plainDollars } from '../../recipe/interpolate.ts';
import { rewrite } from '../edit/replace.ts';
import type { Rule } from '../rule.ts';
import { variablesOf } from '../variables.ts';

export const unescapedDollar: Rule = {
  id: 'unescaped-dollar',
  severity: 'error',
  summary: 'A "$" that docker stack deploy cannot read as a variable',
  docs: {
    why: 'The file is refused: "invalid interpolation format". Docker knows ${A}, ${A:-b}, ${A-b}, ${A:?e}, ${A?e} and nothing else a shell knows.',
    fix: 'Write "$$" for a dollar sign, or one of the forms that Docker knows.',
    refs: ['docker/cli compose/template'],
  },
  check({ compose }, report) {
    for (const each of compose) {
      const { file, value } = each;
      // Whether a required variable has a value is the hoster's affair.
      const filled = Object.fromEntries(variablesOf(each).map(({ name }) => [name, 'set']));
      for (const { message, path, isRefused } of interpolateCompose(value, filled).errors) {
        // Docker forgets the fault when a variable follows, and leaves the dollar sign out.
        const severity = isRefused ? 'error' : 'warning';
        report({ file, path, severity, message, help: 'Write "$$" for a dollar sign.', fix: escapeDollars });
      }
    }
  },
};

const escapeDollars = rewrite((source) => {
  const dollars = plainDollars(source);
  return dollars === null ? null : dollars.reduceRight((text, at) => `${text.slice(0, at)}$${text.slice(at)}`, source);
});
