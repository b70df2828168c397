/** What a named volume really is when its driver options say so. */
import { type JsonMap, mapOf } from '../recipe/json.ts';
import type { Json } from '../types.ts';

/** `option`: the key that makes it so, as written. `device`: the value of the option of that name. */
export interface VolumeOrigin {
  /** `bind`: a folder or device of the host. `remote`: a file share of another machine. */
  readonly kind: 'bind' | 'remote';
  readonly option: string;
  readonly device: string;
  /** `none`, `nfs`, `cifs` …, lower case; '' when none is said. */
  readonly type: string;
}

const SHARES = /^(?:nfs[34]?|cifs|smb[23]?|ceph|glusterfs|9p|fuse\..*)$/;

/** Null for a volume that Docker makes itself. Names of options in any case, as somebody may try. */
export function originOf(volume: Json | undefined): VolumeOrigin | null {
  const options = mapOf(mapOf(volume).driver_opts);
  const keys = new Map(Object.keys(options).map((key) => [key.toLowerCase(), key] as const));
  const text = (name: string) => textOf(options, keys.get(name));
  const [device, type, flags] = [text('device'), text('type').toLowerCase(), text('o').toLowerCase().split(',')];
  const key = (name: string) => keys.get(name) ?? name;
  // mount(2) does not look at the type when it binds.
  const isBound = flags.some((flag) => /^r?bind$/.test(flag.trim()));
  if (!isBound && SHARES.test(type)) return { kind: 'remote', option: key('type'), device, type };
  if (!isBound && !/^[/.~]/.test(device)) return null;
  return { kind: 'bind', option: key(isBound ? 'o' : 'device'), device, type };
}

function textOf(options: JsonMap, key: string | undefined): string {
  const value = key === undefined ? undefined : options[key];
  return typeof value === 'string' ? value.trim() : '';
}
