import { LINK } from './link.ts';
import { RESOLVER } from './resolver.ts';

/** Where the registry that stands for `host` listens inside an engine's network. */
export interface RegistryAddress {
  readonly host: string;
  readonly address: string;
  readonly port: number;
}

/** Unlikely to be published by a stack: a port taken on 127.10.0.1 is also taken for 0.0.0.0. */
const PORT = 64999;

/** One loopback address for each host, Docker Hub included, so that equal names on two hosts never meet. */
export function registryAddresses(hosts: readonly string[]): readonly RegistryAddress[] {
  return [...new Set(hosts)].sort().map((host, index) => ({ host, address: `127.10.0.${index + 1}`, port: PORT }));
}

/** Docker Hub is reached as a mirror and needs no name. */
export function hostsFile(registries: readonly RegistryAddress[]): string {
  const lines = named(registries).map(({ host, address }) => `${address} ${host.split(':')[0]}`);
  return ['127.0.0.1 localhost', '::1 localhost', ...lines, ''].join('\n');
}

/**
 * In iptables-restore's words. The daemon asks port 443 first, where a stack under trial may listen: refused.
 * Then port 80, or the one in the host's name: led to the registry. Questions for names are led to the resolver.
 * Over the link to the other machines the daemons speak, and the overlay networks; no container reaches a manager by it.
 */
export function firewallRules(registries: readonly RegistryAddress[]): string {
  const nat = named(registries).map(
    ({ host, address, port }) =>
      `-A OUTPUT -d ${address} -p tcp --dport ${host.split(':')[1] ?? 80} -j DNAT --to-destination ${address}:${port}`,
  );
  const filter = named(registries)
    .filter(({ host }) => !host.includes(':'))
    .map(({ address }) => `-A OUTPUT -d ${address} -p tcp --dport 443 -j REJECT --reject-with tcp-reset`);
  const names = `-A OUTPUT -d ${RESOLVER.address} -p udp --dport 53 -j DNAT --to-destination ${RESOLVER.address}:${RESOLVER.port}`;
  const link = [
    `-A FORWARD -o ${LINK.device} -j DROP`,
    '-A INPUT -i lo -j ACCEPT',
    `-A INPUT ! -i ${LINK.device} -d ${LINK.subnet}.0/24 -j DROP`,
  ];
  return ['*nat', names, ...nat, 'COMMIT', '*filter', ...filter, 'COMMIT', '*mangle', ...link, 'COMMIT', ''].join('\n');
}

function named(registries: readonly RegistryAddress[]): readonly RegistryAddress[] {
  return registries.filter(({ host }) => host !== 'docker.io');
}
