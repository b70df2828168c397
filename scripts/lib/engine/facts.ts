import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { EngineFacts } from '../types.ts';
import { SCRUBBED } from './child.ts';
import { diskOf } from './disks.ts';
import type { Machine } from './machine.ts';
import { SWARM_SETTINGS } from './swarm.ts';

/** Asks a running engine what it is and what this host keeps it from doing. `nodes`: 0 when it is no swarm. */
export async function readFacts(
  { docker, daemon, place }: Machine,
  nodes: number,
  startMs: number,
): Promise<EngineFacts> {
  const [info, version, cliVersion] = await Promise.all([docker.info(), docker.version(), readCliVersion()]);
  return {
    provider: 'local',
    engineVersion: version.Version,
    apiVersion: version.ApiVersion,
    cliVersion,
    kernel: info.KernelVersion,
    storageDriver: info.Driver,
    nodes,
    swarm: SWARM_SETTINGS,
    startMs: Math.round(startMs),
    limits: limitsOf({
      driver: info.Driver,
      ipvs: existsSync(`/proc/${daemon.pid}/net/ip_vs`),
      appArmor: hasAppArmor(),
      ownDisk: existsSync(diskOf(place)),
    }),
  };
}

/** Said in every report: what a pass on this host cannot prove. */
export function limitsOf(host: {
  driver: string;
  ipvs: boolean;
  appArmor: boolean;
  ownDisk: boolean;
}): readonly string[] {
  return [
    ...(host.ipvs ? [] : ['no IP_VS: service VIPs and the ingress mesh do not forward']),
    ...(host.appArmor ? [] : ['no AppArmor: containers run without its default profile']),
    ...(host.ownDisk ? [] : ['no loop devices: the engine has no disk of its own, only a folder']),
    ...(host.driver === 'vfs' ? ['storage driver vfs: every layer is copied, disk figures are too high'] : []),
  ];
}

/** `docker --version` needs no daemon: `Docker version 20.10.24+dfsg1, build 297e128`. */
export async function readCliVersion(): Promise<string> {
  const { stdout } = await promisify(execFile)('docker', ['--version'], { env: SCRUBBED });
  return /version ([^,\s]+)/.exec(stdout)?.[1] ?? 'unknown';
}

function hasAppArmor(): boolean {
  try {
    return readFileSync('/sys/module/apparmor/parameters/enabled', 'utf8').trim() === 'Y';
  } catch {
    return false;
  }
}
