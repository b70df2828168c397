import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { SCRUBBED } from './child.ts';
import { runTool } from './tool.ts';

/** Programs an engine starts, and the Debian package that brings each. */
const PROGRAMS: Readonly<Record<string, string>> = {
  docker: 'docker.io',
  dockerd: 'docker.io',
  'docker-init': 'docker.io',
  'docker-registry': 'docker-registry',
  ip: 'iproute2',
  'iptables-restore': 'iptables',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  unshare: 'util-linux',
};

interface Missing {
  readonly message: string;
  readonly help: string;
}

/** Why the local engine cannot run here, with the repair, or null. */
export async function missingOnThisMachine(): Promise<Missing | null> {
  if (process.platform !== 'linux') {
    return {
      message: `a private engine needs Linux, this is "${process.platform}"`,
      help: 'run it in a Linux virtual machine',
    };
  }
  if (process.getuid?.() !== 0) {
    return { message: 'a private engine needs root', help: 'run the command as root, e.g. with sudo' };
  }
  return missingPrograms(isInstalled) ?? (await missingRights());
}

/** What of the programs needed `has` does not find. */
export function missingPrograms(has: (program: string) => boolean): Missing | null {
  const missing = Object.keys(PROGRAMS).filter((program) => !has(program));
  if (missing.length === 0) return null;
  const packages = [...new Set(missing.map((program) => PROGRAMS[program]))];
  return {
    message: `${missing.map((program) => `"${program}"`).join(', ')} not found`,
    help: `apt-get install ${packages.join(' ')}`,
  };
}

/** Root inside a container often may not make namespaces. */
async function missingRights(): Promise<Missing | null> {
  const command = ['unshare', '--net', '--mount', '--pid', '--fork', '--mount-proc', 'true'];
  const { exitCode, output } = await runTool(command, { signal: AbortSignal.timeout(10_000) });
  if (exitCode === 0) return null;
  return {
    message: `this machine lets us make no namespaces: ${output.trim()}`,
    help: 'run on the machine itself or in a privileged container',
  };
}

export function isInstalled(program: string): boolean {
  return SCRUBBED.PATH.split(':').some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
