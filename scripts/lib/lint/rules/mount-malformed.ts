import { isMap, type JsonMap, mapOf } from '../../recipe/json.ts';
import { quote } from '../../recipe/limits.ts';
import type { Path } from '../../types.ts';
import { type Mount, mountsOf, PROPAGATION } from '../mounts.ts';
import type { Rule } from '../rule.ts';
import { services } from '../services.ts';

const TYPES = ['volume', 'bind', 'tmpfs', 'npipe', 'cluster'];
const OPTIONS = ['bind', 'volume', 'tmpfs', 'cluster'];

export const mountMalformed: Rule = {
  id: 'mount-malformed',
  severity: 'error',
  summary: 'A mount contradicts its own type',
  docs: {
    why: 'docker stack config passes it and docker stack deploy refuses it: options of another type, a bind mount without a source, a tmpfs with one, an unknown type or propagation.',
    fix: 'Keep to what the type has: "bind" a source and bind options, "volume" volume options, "tmpfs" no source.',
    refs: ['docker/cli compose/convert: convertVolumeToMount', 'compose specification: volumes'],
  },
  check(recipe, report) {
    for (const service of services(recipe)) {
      for (const mount of mountsOf(service)) {
        for (const { inside, message, help } of mount.long === null ? shortFaults(mount) : longFaults(mount.long)) {
          report({ file: service.file, path: [...mount.path, ...inside], message, help });
        }
      }
    }
  },
};

interface Fault {
  readonly inside: Path;
  readonly message: string;
  readonly help: string;
}

function* shortFaults({ kind, options, target }: Mount): Iterable<Fault> {
  for (const word of options) {
    const isForeign = kind === 'bind' ? word === 'nocopy' : PROPAGATION.test(word);
    if (!isForeign) continue;
    const message = `Option ${quote(word)} at ${quote(target ?? '')} is none of a ${kind}`;
    yield { inside: [], message, help: 'Remove it.' };
  }
}

function* longFaults(entry: JsonMap): Iterable<Fault> {
  const { type, source } = entry;
  if (typeof type !== 'string') return;
  if (!TYPES.includes(type)) {
    const message = `There are no mounts of type ${quote(type)}`;
    yield { inside: ['type'], message, help: 'Write "volume", "bind" or "tmpfs".' };
    return;
  }
  if (type === 'bind' && (source === undefined || source === '')) {
    const inside = source === undefined ? [] : ['source'];
    yield { inside, message: 'A bind mount has no source', help: 'Name the path of the host, or use a volume.' };
  }
  if (type === 'tmpfs' && typeof source === 'string' && source !== '') {
    const message = `A tmpfs cannot have the source ${quote(source)}`;
    yield { inside: ['source'], message, help: 'Remove it: a tmpfs is memory.' };
  }
  for (const key of OPTIONS) {
    if (key === type || type === 'npipe' || !isMap(entry[key])) continue;
    yield { inside: [key], message: `A mount of type ${quote(type)} has options of a ${key}`, help: 'Remove them.' };
  }
  const { propagation } = mapOf(entry.bind);
  if (type === 'bind' && typeof propagation === 'string' && propagation !== '' && !PROPAGATION.test(propagation)) {
    const message = `There is no mount propagation ${quote(propagation)}`;
    yield { inside: ['bind', 'propagation'], message, help: 'Remove it: "rprivate" is the default.' };
  }
}
