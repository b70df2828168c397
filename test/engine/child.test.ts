import { execa } from 'execa';
import { expect, test } from 'vitest';
import { dyingWithUs } from '../../scripts/lib/engine/child.ts';

const [program, ...words] = dyingWithUs(['echo', 'I run']);

test('what we start runs', async () => {
  expect((await execa(program, words)).stdout).toBe('I run');
});

test('what finds somebody else for its parent, because we were killed meanwhile, ends at once', async () => {
  const script = '"$@" & wait $!';
  const { stdout, exitCode } = await execa('sh', ['-c', script, 'sh', program, ...words], { reject: false });
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
});
