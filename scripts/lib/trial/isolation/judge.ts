/** Everything seen of a stack and its neighbour → what is wrong with it. Pure. */
import { display, type JsonMap } from '../../recipe/json.ts';
import type { Finding } from '../../types.ts';
import { declaredPorts } from './asked.ts';
import { contactText, isDeclared } from './contacts.ts';
import type { Hardening } from './hardening.ts';
import { PROXY } from './neighbour.ts';
import type { RulesOnEngine } from './rules.ts';
import type { Contact, Reach, Seen } from './seen.ts';

export interface Isolation {
  /** Of the stack, as asked for. */
  readonly services: JsonMap;
  readonly reachable: { readonly [service: string]: readonly number[] };
  readonly egress: readonly string[];
  readonly seen: readonly Seen[];
  readonly reach: Reach;
  readonly rules: RulesOnEngine;
  readonly hardening: readonly Hardening[];
  readonly contacts: readonly Contact[];
}

export interface Judged {
  /** True failures, the worst first. */
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
}

/** A walled-in app that asks for more than its files say, or that others can get at, has failed; the rest is told. */
export function judge(isolation: Isolation): Judged {
  const { seen, reach, rules, hardening, contacts, egress } = isolation;
  const broken = hardening.filter(({ holds }) => !holds);
  const isFault = ({ property }: Hardening) => ['user', 'capabilities', 'read-only root'].includes(property);
  return {
    faults: [
      ...rules.findings.filter(({ severity }) => severity === 'error').map(ruleText),
      ...seen.flatMap(({ service, sockets }) =>
        sockets.map((path) => `Service "${service}" has a socket of the host at "${path}".`),
      ),
      ...openFaults(isolation),
      ...broken.filter(isFault).map(hardeningText),
    ],
    warnings: [
      ...rules.unexpected.filter(({ severity }) => severity === 'warning').map(ruleText),
      ...broken.filter((each) => !isFault(each)).map(hardeningText),
      ...contacts.filter((each) => !isDeclared(each, egress)).map(contactWarning),
      ...reach.unfinished.map((address) => `Not every port of ${address} could be tried in time.`),
    ],
  };
}

/** What lint says before a deployment, the engine says now. */
export function ruleText({ rule, path, message }: Finding): string {
  return `${display(path ?? [])} as the engine runs it: ${message} (${rule}).`;
}

function openFaults({ services, reachable, reach }: Isolation): readonly string[] {
  return reach.open.flatMap(({ service, network, port }) => {
    if (network !== PROXY) {
      return [
        `A neighbour reaches port ${port} of service "${service}" by the network "${network}", which is not theirs.`,
      ];
    }
    const declared = declaredPorts(services[service], reachable[service] ?? []);
    if (declared.includes(port)) return [];
    return [
      `Every app on the network "${PROXY}" reaches port ${port} of service "${service}", which no route and no port declares.`,
    ];
  });
}

function hardeningText({ service, property, asked, enforced }: Hardening): string {
  const wants = asked === null ? 'asks for nothing' : `asks for ${asked}`;
  return `Service "${service}": ${property}: the recipe ${wants}, swarm gives ${enforced}.`;
}

function contactWarning(contact: Contact): string {
  return `It calls outside without saying so under trial.egress: ${contactText(contact)}.`;
}
