import { expect, test } from 'vitest';
import { liveLines, openLive, type Screen } from '../../scripts/lib/trial/live.ts';
import type { Step } from '../../scripts/lib/trial/step.ts';

function screen(isTTY: boolean): Screen & { readonly text: () => string } {
  let text = '';
  return { isTTY, columns: 40, rows: 10, write: (more) => (text += more), text: () => text };
}

function step(doing: string, rest: Partial<Step> = {}): Step {
  return { recipe: 'wiki', rung: null, doing, seconds: 1.25, ended: false, ...rest };
}

/** What a terminal shows in the end: lines as they stand after the cursor went up and cleared. */
function shown(written: string): string {
  let lines = [''];
  for (const part of `0J${written}`.split('\u001b[')) {
    const [, up] = /^(\d+)A\r$/.exec(part) ?? [];
    if (up !== undefined) lines = [...lines.slice(0, lines.length - 1 - Number(up)), ''];
    else lines = `${lines.join('\n')}${part.slice(2)}`.split('\n');
  }
  return lines.join('\n');
}

test('elsewhere than on a terminal every step is a plain line, and what is printed goes to standard output', () => {
  const [error, output] = [screen(false), screen(false)];
  using live = openLive(error, output);
  live.onStep(step('engine'));
  live.onLine('building wiki:1 …');
  live.onStep(step('done', { rung: 'upgrades', ended: true }));
  live.print('✓ wiki\n');
  expect(error.text()).toBe('wiki: engine (after 1.3 s)\nbuilding wiki:1 …\nwiki: upgrades: done (after 1.3 s)\n');
  expect(output.text()).toBe('✓ wiki\n');
});

test('on a terminal the line of a recipe is redrawn in place, what stays stands above it, and in the end nothing is left', () => {
  const terminal = screen(true);
  const live = openLive(terminal, terminal, () => 10_000);
  live.onStep(step('engine'));
  live.onStep(step('upgrades to 2', { rung: 'upgrades', seconds: 3 }));
  live.onLine('building wiki:1 …');
  expect(shown(terminal.text())).toBe('building wiki:1 …\nwiki  engine 1 s · upgrades: upgrades t\n');
  live.onStep(step('done', { ended: true }));
  live.print('✓ wiki\n');
  expect(shown(terminal.text())).toBe('building wiki:1 …\n✓ wiki\nwiki  upgrades: upgrades to 2 3 s\n');
  live[Symbol.dispose]();
  expect(shown(terminal.text())).toBe('building wiki:1 …\n✓ wiki\n');
});

test('a terminal that does not know its size gets whole lines', () => {
  const terminal = { ...screen(true), columns: 0, rows: 0 };
  using live = openLive(terminal, terminal, () => 10_000);
  live.onStep(step('engine'));
  expect(shown(terminal.text())).toBe('wiki  engine 1 s\n');
});

test('more recipes than the terminal has lines are counted', () => {
  const names = ['a', 'b', 'c', 'd'];
  const under = new Map(names.map((recipe) => [recipe, { step: step('engine', { recipe }), since: 0 }]));
  const lines = liveLines(under, 2000, { columns: 80, rows: 5 });
  expect(lines).toEqual(['a  engine 2 s', 'b  engine 2 s', '… and 2 more']);
});

test('nothing a recipe says reaches the terminal as anything but text', () => {
  const under = new Map([['x', { step: step('deploys \u001b[2J\n'), since: 0 }]]);
  expect(liveLines(under, 0, { columns: 80, rows: 24 })).toEqual(['wiki  deploys �[2J� 0 s']);
});
