/** Which paths of a host a recipe must not see. */

/** Folders of the system; with everything below them. */
const SYSTEM = ['bin', 'boot', 'dev', 'etc', 'lib', 'lib32', 'lib64', 'proc', 'root', 'run', 'sbin', 'sys', 'usr'];
/** Shared by all: only as a whole. */
const SHARED = ['', 'home', 'media', 'mnt', 'opt', 'srv', 'tmp', 'var', 'var/lib', 'var/log', 'var/spool', 'var/tmp'];
/** Below `/var`, with everything below them. */
const STATE = ['var/cache', 'var/lib/docker', 'var/lib/containerd', 'var/lib/kubelet', 'var/run', 'var/spool/cron'];
/** Read-only they tell the time, what the machine is called and whose certificates are trusted. */
const HARMLESS = /^(?:etc\/(?:localtime|timezone|hostname|os-release|ssl\/certs)|usr\/share\/zoneinfo(?:\/.*)?)$/;

/** Devices that every container has anyhow. */
const DEVICES = /^dev\/(?:null|zero|full|u?random)$/;

/** What `hostPathFault` says of what lies in one. */
export const IN_A_HOME = 'is in the home folder of a user';

const SOCKET = /(?:^|\/)(?:docker|dockerd|containerd|podman|crio|cri-dockerd|buildkitd)(?:\.sock|\/[^/]*\.sock)$/i;

/** Whether it is the socket of a container engine. */
export function isEngineSocket(source: string): boolean {
  return SOCKET.test(source);
}

/** Why `source` is dangerous, null when it is not. Relative paths count from the recipe's folder. */
export function hostPathFault(source: string, readOnly: boolean): string | null {
  if (source.startsWith('~')) return 'is in the home folder of whoever deploys';
  const absolute = source.startsWith('/');
  const path = normalize(source);
  if (path === null || (!absolute && path.startsWith('..'))) return 'leads out of the recipe';
  if (!absolute) return null;
  if (DEVICES.test(path) || (HARMLESS.test(path) && readOnly)) return null;
  if (/^home\/[^/]+\/./.test(path)) return IN_A_HOME;
  const below = [...SYSTEM, ...STATE].some((folder) => path === folder || path.startsWith(`${folder}/`));
  if (below) return 'belongs to the system of the host';
  return SHARED.includes(path) ? 'holds the data of everything on the host' : null;
}

/** Without leading and double slashes, `.` and `..`; null when an absolute path climbs above the root. */
function normalize(source: string): string | null {
  const parts: string[] = [];
  for (const part of source.split(/[/\\]/)) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (source.startsWith('/')) return null;
    else parts.push(part);
  }
  return parts.join('/');
}
