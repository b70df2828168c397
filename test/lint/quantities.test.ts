import { expect, test } from 'vitest';
import { templateFault } from '../../scripts/lib/lint/go-template.ts';
import { bytesOf, cpusOf, durationOf } from '../../scripts/lib/stack/quantities.ts';

test.each([
  ['1h30m', 5400e9],
  ['-1.5s', -1.5e9],
  ['500us', 500_000],
  ['.5s', 5e8],
  ['1µs', 1000],
  ['0', 0],
  ['5', null],
  ['1s ', null],
  ['', null],
])('a duration of %j', (text, nanoseconds) => {
  expect(durationOf(text)).toBe(nanoseconds);
});

test.each([
  ['64M', 67_108_864],
  ['64MB', 67_108_864],
  ['64 MiB', 67_108_864],
  ['1.5g', 1_610_612_736],
  ['12', 12],
  ['64Mi', null],
  ['-64M', null],
  ['abc', null],
  ['', null],
])('a size of %j', (text, bytes) => {
  expect(bytesOf(text)).toBe(bytes);
});

test.each([
  ['0.5', 0.5],
  ['.5', 0.5],
  ['5e-1', 0.5],
  ['1/2', 0.5],
  ['-1', -1],
  ['0.1000000000000', 0.1],
  ['0.0000000001', Number.NaN],
  ['1/3', Number.NaN],
  ['500m', null],
  ['1/0', null],
  ['', null],
])('%j CPUs', (text, cpus) => {
  expect(cpusOf(text)).toBe(cpus);
});

test.each(['{{"}}"}}', '{{`{{`}}', '{{/* }} */}}', '{{- .Task.Slot -}}', '{{with .Node}}{{.Hostname}}{{end}}', '}} {'])(
  'swarm expands %s',
  (text) => {
    expect(templateFault(text)).toBeNull();
  },
);

test.each(['{{', '{{"}}', '{{end}}', '{{.Foo}}', '{{ foo | join }}', '{{.Node.Platform.Kernel}}', '{{.Task.ID.x.y'])(
  'swarm cannot expand %s',
  (text) => {
    expect(templateFault(text)).not.toBeNull();
  },
);

test('a hostile template takes no longer than its length', () => {
  const started = performance.now();
  for (const part of ['{{', '{{"', '{{/*', '{{if}}', '.a', '{{end}}', "'"]) templateFault(`{{${part.repeat(40_000)}`);
  expect(performance.now() - started).toBeLessThan(2000);
});
