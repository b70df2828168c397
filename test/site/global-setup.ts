/** One site for all tests of pages, made by Node itself: vitest loads a set-up's CommonJS packages in another way. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import type { TestProject } from 'vitest/node';
import type { Command } from '../../scripts/lib/types.ts';

export interface BuiltSite {
  /** Of the commons. */
  readonly root: string;
  /** Of the built site. */
  readonly folder: string;
  readonly address: string;
  /** What the trial of the proven version ran. */
  readonly ran: readonly Command[];
}

declare module 'vitest' {
  interface ProvidedContext {
    readonly site: BuiltSite;
  }
}

export default async function makeSite(project: TestProject): Promise<() => Promise<void>> {
  const serving = execa(process.execPath, [`${import.meta.dirname}/serve-site.ts`], { stderr: 'inherit' });
  const [line] = await Promise.race([once(createInterface(serving.stdout), 'line'), serving.then(() => [''])]);
  if (line === '') throw new Error('no site was built');
  project.provide('site', JSON.parse(line));
  return async () => {
    serving.stdin.end();
    await serving;
  };
}
