import type { MergeLoss } from '../../stack/stack.ts';
import { documents } from '../documents.ts';
import type { Rule } from '../rule.ts';

const LOSSES: { readonly [kind in MergeLoss['kind']]: { readonly what: string; readonly help: string } } = {
  empty: {
    what: 'Docker takes an empty value, 0 or false of an overlay for none: that of compose.yml stays',
    help: 'Let a setting decide in compose.yml, or leave the value to the overlays alone.',
  },
  appended: {
    what: 'Docker writes this test behind that of compose.yml, as arguments of its command',
    help: 'Keep the test in one file, and let a setting or a script decide.',
  },
  replaced: {
    what: 'Docker takes this entry instead of that of compose.yml, whose other keys are lost',
    help: 'Repeat here what shall stay.',
  },
  options: {
    what: 'Docker drops these options: compose.yml names a driver and no options',
    help: 'Write the options into compose.yml, or the driver here as well.',
  },
};

export const overlayDoesNotMerge: Rule = {
  id: 'overlay-does-not-merge',
  severity: 'warning',
  summary: 'An overlay does not do to compose.yml what it says',
  docs: {
    why: "docker stack deploy merges files in its own way: false and 0 replace nothing, a healthcheck's test is written behind the other, a network or volume is taken over as a whole.",
    fix: 'Write the overlay so that it only adds, or changes to something that is not empty.',
    refs: ['docker/cli compose/loader: merge', 'recipe format: overlays'],
  },
  check(recipe, report) {
    for (const { losses } of documents(recipe)) {
      for (const { kind, file, path } of losses) {
        const { what, help } = LOSSES[kind];
        report({ file, path, message: what, help, data: { kind } });
      }
    }
  },
};
