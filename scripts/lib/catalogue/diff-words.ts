/** How a changed fact is told, and where. Pure. */
import type { Changed } from './diff.ts';
import type { Fact, Topic } from './facts.ts';
import { say, type Words } from './say.ts';

export const GROUPS = [
  'Settings',
  'Secrets',
  'Images',
  'Data and backup',
  'What it may do',
  'Network and routes',
  'Inside the services',
] as const;
export type Group = (typeof GROUPS)[number];

/** `risky`: worth a thought before the upgrade. */
export interface Change {
  readonly group: Group;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly risky: boolean;
  readonly words: Words;
}

const SOCKET = /(?:docker|containerd|podman)[^/]*\.sock$/;
/** Long values are in the files; a page tells that they changed. */
const LONGEST = 80;

export function describeChange({ from, to }: Changed): readonly Change[] {
  const fact = (to ?? from) as Fact;
  const kind = from === null ? 'added' : to === null ? 'removed' : 'changed';
  const told = TOPICS[fact.topic]({ fact, from: from?.value ?? '', to: to?.value ?? '', kind });
  if (told === null) return [];
  const words = fact.overlay === '' ? told.words : [...told.words, ...say` (with overlay ${fact.overlay} only)`];
  return [{ group: told.group, kind, risky: told.risky ?? false, words }];
}

interface Told {
  readonly fact: Fact;
  readonly from: string;
  readonly to: string;
  readonly kind: Change['kind'];
}
interface Telling {
  readonly group: Group;
  readonly words: Words;
  readonly risky?: boolean;
}

const TOPICS: { readonly [topic in Topic]: (told: Told) => Telling | null } = {
  service: ({ fact: { service }, kind }) => ({
    group: 'Inside the services',
    words: kind === 'added' ? say`${service} is a new service.` : say`Service ${service} is gone.`,
  }),
  image: ({ fact: { service }, from, to, kind }) => ({
    group: 'Images',
    words:
      kind === 'changed'
        ? say`${service} runs ${to} instead of ${from}.`
        : kind === 'added'
          ? say`${service} runs ${to}.`
          : say`${from} is not run any more.`,
  }),
  port: ({ fact: { service, name }, kind }) => ({
    group: 'What it may do',
    risky: kind === 'added',
    words:
      kind === 'added'
        ? say`${service} opens port ${name} of your server.`
        : say`${service} opens port ${name} no more.`,
  }),
  host: ({ fact: { service, name }, to, kind }) => ({
    group: 'What it may do',
    risky: kind !== 'removed',
    words: hostWords(service, name, to, kind),
  }),
  volume: ({ fact: { service, name }, to, kind }) => ({
    group: 'Data and backup',
    risky: kind === 'removed' && service === '',
    words:
      service === ''
        ? kind === 'added'
          ? say`Volume ${name} is new.`
          : say`Volume ${name} is gone from the stack; its data will not follow.`
        : kind === 'removed'
          ? say`${service} does not mount volume ${name} any more.`
          : say`${service} mounts volume ${name} at ${to}.`,
  }),
  environment: inside('variable'),
  secret: ({ fact: { service, name }, kind }) => ({
    group: 'Secrets',
    words: kind === 'added' ? say`${service} may read secret ${name}.` : say`${service} reads secret ${name} no more.`,
  }),
  config: ({ fact: { service, name }, kind }) => ({
    group: 'Inside the services',
    words:
      kind === 'added'
        ? say`${service} gets the file of config ${name}.`
        : say`${service} gets config ${name} no more.`,
  }),
  network: ({ fact: { service, name }, kind }) => ({
    group: 'Network and routes',
    words: kind === 'added' ? say`${service} joins network ${name}.` : say`${service} leaves network ${name}.`,
  }),
  route: (told) => ({ group: 'Network and routes', words: valueWords('label', told) }),
  backup: (told) => ({
    group: 'Data and backup',
    risky: told.kind === 'removed',
    words:
      told.kind === 'removed'
        ? say`${told.fact.service} drops the backup label ${told.fact.name}: what it saved may not be saved any more.`
        : valueWords('backup label', told),
  }),
  label: inside('label'),
  privilege: (told) => ({
    group: 'What it may do',
    risky: isLooser(told),
    words: privilegeWords(told),
  }),
  option: inside('key'),
};

function hostWords(service: string, name: string, mode: string, kind: Change['kind']): Words {
  if (kind === 'removed') return say`${service} sees ${name} of your server no more.`;
  if (SOCKET.test(name)) {
    return say`${service} gets the socket of the engine, ${name}: whoever controls it controls the whole server.`;
  }
  return [...say`${service} sees ${name} of your server`, `, ${mode}.`];
}

function privilegeWords({ fact: { service, name }, from, to, kind }: Told): Words {
  const [list, item] = name.split(/ (.*)/s);
  if (item !== undefined) {
    const verb = kind === 'added' ? ' has now ' : ' has no more ';
    return [{ code: service }, verb, { code: `${list}: ${item}` }, '.'];
  }
  if (kind === 'added') return say`${service} has now ${`${name}: ${to}`}.`;
  if (kind === 'removed') return say`${service} has no more ${`${name}: ${from}`}.`;
  return say`${service} has ${`${name}: ${to}`} instead of ${from}.`;
}

/** More power than before. */
function isLooser({ fact: { name }, to, kind }: Told): boolean {
  const tightens = name.startsWith('cap_drop') || name.startsWith('security_opt') || name === 'read_only';
  if (tightens) return kind === 'removed' || (kind === 'changed' && to === 'false');
  if (name === 'user') return kind === 'removed' || /^(?:root|0)(?::|$)/.test(to);
  return kind !== 'removed' && to !== 'false';
}

function inside(noun: string): (told: Told) => Telling {
  return (told) => ({ group: 'Inside the services', words: valueWords(noun, told) });
}

function valueWords(noun: string, { fact: { service, name }, from, to, kind }: Told): Words {
  const head: Words = [{ code: service }, `: ${noun} `, { code: name }];
  if (kind === 'removed') return [...head, ' is gone.'];
  const long = from.length > LONGEST || to.length > LONGEST;
  if (long) return [...head, kind === 'added' ? ' is new.' : ' has another value.'];
  if (kind === 'added') return to === '' ? [...head, ' is new.'] : [...head, ' is ', { code: to }, '.'];
  return [...head, ' is ', { code: to }, ' instead of ', { code: from === '' ? '(empty)' : from }, '.'];
}
