import { expect, test } from 'vitest';
import { chooseProvider, firstUsable } from '../../scripts/lib/engine/choose-provider.ts';

const signal = new AbortController().signal;
const usable = { kind: 'dind', unavailable: async () => null };
const rootless = { kind: 'local', unavailable: async () => ({ message: 'a private engine needs root', help: 'sudo' }) };
const bare = { kind: 'dind', unavailable: async () => ({ message: 'no Docker daemon answers', help: 'start it' }) };

test('the first that can be used here is chosen', async () => {
  expect(await firstUsable([{ ...usable, kind: 'local' }, usable])).toMatchObject({ kind: 'local' });
  expect(await firstUsable([rootless, usable])).toBe(usable);
});

test('when none can, the first one’s lack is told', async () => {
  await expect(firstUsable([rootless, bare])).rejects.toThrow('a private engine needs root');
});

test.each(['context', 'context:', 'context:a b', 'Local', 'docker'])('"%s" is no provider', async (name) => {
  await expect(chooseProvider(name, signal)).rejects.toThrow(`no provider ${JSON.stringify(name)}`);
});
