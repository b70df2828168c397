import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { SCRUBBED } from './child.ts';

/** Programs the local engine and the image store start, and the Debian package that brings each. */
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

/** Why the local engine cannot run here, with the repair, or null. */
export async function missingOnThisMachine(): Promise<{ message: string; help: string } | null> {
  if (process.platform !== 'linux') {
    return {
      message: `a private engine needs Linux, this is "${process.platform}"`,
      help: 'run it in a Linux machine',
    };
  }
  if (process.getuid?.() !== 0) {
    return { message: 'a private engine needs root', help: 'run the command as root, e.g. with sudo' };
  }
  const missing = Object.keys(PROGRAMS).filter((program) => !isInstalled(program));
  if (missing.length === 0) return null;
  const packages = [...new Set(missing.map((program) => PROGRAMS[program]))];
  return {
    message: `${missing.map((program) => `"${program}"`).join(', ')} not found`,
    help: `apt-get install ${packages.join(' ')}`,
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
