import { quote } from '../../recipe/limits.ts';
import { didYouMean } from '../../recipe/nearest.ts';
import { scalarOf } from '../../stack/quantities.ts';
import { SIGNALS, signalFault } from '../linux-names.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

export const signalUnknown: Rule = {
  id: 'signal-unknown',
  severity: 'error',
  summary: 'A stop signal that Linux does not have',
  docs: {
    why: 'The stack deploys, and every task is rejected: invalid signal. A number over 64 is taken, and then stopping the container fails.',
    fix: 'Write a name such as SIGTERM or SIGQUIT, or its number.',
    refs: ['moby/sys: signal.ParseSignal', 'signal(7)', 'compose specification: stop_signal'],
  },
  check(recipe, report) {
    for (const { file, path, value } of services(recipe)) {
      const text = scalarOf(value.stop_signal);
      const fault = text === '' ? null : signalFault(text);
      if (fault === null) continue;
      const severity = fault === 'unknown' ? 'error' : 'warning';
      const message = `There is no signal ${quote(text)}`;
      const help = `Write the name of a signal.${didYouMean(text, SIGNALS)}`;
      report({ file, path: [...path, 'stop_signal'], severity, message, help });
    }
  },
};
