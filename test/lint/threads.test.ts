/** So many inputs that they are shared between threads: nothing about the answer changes. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RISKY, type Workplace, workplace } from './workplace.ts';

const COUNT = 250;
const names = Array.from({ length: COUNT }, (_, index) => `many/s${String(index).padStart(3, '0')}.yml`);
let place: Workplace;
beforeAll(async () => {
  place = await workplace();
  for (const [index, name] of names.entries()) {
    const harmless = 'services:\n  web:\n    image: web:1.0.0\n';
    await place.write(name, index % 3 === 0 ? RISKY : index % 7 === 0 ? 'services: [\n' : harmless);
  }
});
afterAll(() => place[Symbol.asyncDispose]());

const asked = (args: readonly string[]) => place.lint(...args, '--format', 'github', '--severity', 'error');

it('gives what fewer at a time give, in the same order', async () => {
  const all = await asked(names);
  const parts = [await asked(names.slice(0, 99)), await asked(names.slice(99, 180)), await asked(names.slice(180))];
  expect(all.exitCode).toBe(1);
  expect(all.stdout.split('\n').filter((line) => line.startsWith('::'))).toEqual(
    parts.flatMap(({ stdout }) => stdout.split('\n').filter((line) => line.startsWith('::'))),
  );
  expect(all.stdout.match(/^::error file=many/gm)?.length).toBeGreaterThan(COUNT / 3);
});

it('shows the code in which something was found', async () => {
  const { stdout } = await place.lint(...names, '--severity', 'error');
  expect(stdout).toContain('privileged: true');
});

it('tells of each that is not there, and of the others all the same', async () => {
  const missing = Array.from({ length: 60 }, (_, index) => `none-${index}`);
  const { exitCode, stdout, stderr } = await asked([...names, ...missing]);
  expect(exitCode).toBe(2);
  expect(stderr.match(/There is no recipe "none-[0-9]+"/g)).toHaveLength(60);
  expect(stdout.match(/^::error file=many/gm)?.length).toBeGreaterThan(COUNT / 3);
});
