/** Kernel settings of a container. */

/** runc sets these in the namespaces of a container and refuses all others. */
const OWN = /^(?:net\.|fs\.mqueue\.|kernel\.(?:msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)$)/;

/** They make a container a router, or believe what strangers send. */
const RISKY: readonly (readonly [name: RegExp, values: RegExp, effect: string])[] = [
  [/^net\.ipv4\.(?:ip_forward|conf\.[^.]+\.forwarding)$/, /^[1-9]/, 'forwards packets between networks'],
  [/^net\.ipv6\.conf\.[^.]+\.forwarding$/, /^[1-9]/, 'forwards packets between networks'],
  [/^net\.ipv[46]\.conf\.[^.]+\.(?:accept_redirects|accept_source_route)$/, /^[1-9]/, 'lets strangers choose routes'],
  [/^net\.ipv4\.conf\.[^.]+\.(?:route_localnet|proxy_arp)$/, /^[1-9]/, 'answers for addresses of others'],
  [/^net\.ipv4\.conf\.[^.]+\.rp_filter$/, /^0/, 'accepts forged source addresses'],
  [/^net\.ipv4\.tcp_syncookies$/, /^0/, 'takes away the protection against SYN floods'],
];

/** What is wrong with it, null when nothing is. */
export function sysctlFault(name: string, value: string): string | null {
  // runc takes net/ipv4/… as well.
  const dotted = name.trim().replaceAll('/', '.');
  if (!OWN.test(dotted)) return 'belongs to the whole node: the engine refuses to start such a container';
  return RISKY.find(([names, values]) => names.test(dotted) && values.test(value.trim()))?.[2] ?? null;
}
