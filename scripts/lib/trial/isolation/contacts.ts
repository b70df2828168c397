/** Calls that a witness noted → who of the stack tried to reach what outside. Pure. */
import type { Contact, Seen } from './seen.ts';
import type { Call } from './witness.ts';

interface Known {
  readonly seen: readonly Seen[];
  /** Addresses of containers of the trial's own. */
  readonly ours: readonly string[];
  /** Hosts of the recipe's own routes: whoever asks for itself calls nobody. */
  readonly hosts: readonly string[];
  /** Names of the networks, which end names of the swarm. */
  readonly networks: readonly string[];
}

/** Each once, sorted. */
export function contactsOf(calls: readonly Call[], known: Known): readonly Contact[] {
  const services = new Map(
    known.seen.flatMap(({ service, addresses }) => addresses.map(({ address }) => [address, service] as const)),
  );
  const contacts = calls
    .filter(({ from }) => !known.ours.includes(from))
    .filter(({ kind, to }) => kind !== 'name' || isOutside(to, known))
    .map(({ kind, from, to }): Contact => ({ service: services.get(from) ?? null, kind, to }));
  const unique = new Map(contacts.map((contact) => [JSON.stringify(contact), contact]));
  return [...unique].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, contact]) => contact);
}

/** The daemon itself asks for these. */
const HUB = new Set(['registry-1.docker.io', 'auth.docker.io', 'index.docker.io']);

/** Swarm's own names have no dot, or end in that of a network; they come here while their service is not up yet. */
function isOutside(name: string, { hosts, networks }: Known): boolean {
  if (HUB.has(name)) return false;
  if (!name.includes('.') || name.startsWith('tasks.') || name === 'localhost.localdomain') return false;
  if (/\.(?:in-addr|ip6)\.arpa$/.test(name) || hosts.includes(name)) return false;
  return !networks.some((network) => name.endsWith(`.${network.toLowerCase()}`));
}

/** What recipe.yml says under `trial.egress` covers: the name itself, or `*.example.org` all below it. */
export function isDeclared({ to, kind }: Contact, egress: readonly string[]): boolean {
  const host = kind === 'name' ? to : (to.split(':')[0] ?? '');
  return egress.some((each) => (each.startsWith('*.') ? host.endsWith(each.slice(1)) : host === each));
}

/** `the stack: name updates.example.org`, `app: tcp 192.0.2.1:443` */
export function contactText({ service, kind, to }: Contact): string {
  return `${service ?? 'the stack'}: ${kind} ${to}`;
}
