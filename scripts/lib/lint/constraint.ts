/** Placement constraints as swarm reads them (swarmkit manager/constraint). */
import { quote } from '../recipe/limits.ts';

export interface Constraint {
  /** Lower case: swarm takes any. Of labels only what comes before their own name. */
  readonly key: string;
  readonly isEqual: boolean;
  /** Lower case. */
  readonly value: string;
}

const KEY = /^[a-z_][a-z0-9\-_.]+$/i;
const VALUE = /^[a-z0-9:\-_\s.*()?+[\]\\^$|/]+$/i;
const KEYS = ['node.id', 'node.hostname', 'node.ip', 'node.role', 'node.platform.os', 'node.platform.arch'];
const LABELS = ['node.labels.', 'engine.labels.'];

/** Null for what docker stack deploy refuses. */
export function parseConstraint(text: string): Constraint | null {
  const operator = ['==', '!='].find((each) => text.includes(each));
  if (operator === undefined) return null;
  const at = text.indexOf(operator);
  const key = text.slice(0, at).trim();
  const value = text.slice(at + operator.length).trim();
  if (!KEY.test(key) || !VALUE.test(value)) return null;
  const labels = LABELS.find((prefix) => key.toLowerCase().startsWith(prefix)) ?? '';
  const lower = labels + (labels === '' ? key.toLowerCase() : key.slice(labels.length));
  return { key: lower, isEqual: operator === '==', value: value.toLowerCase() };
}

const ROLES = ['manager', 'worker'];
/** What images call it, and what nodes do. */
const ARCHITECTURES: { readonly [name: string]: string } = { amd64: 'x86_64', arm64: 'aarch64', arm: 'armv7l' };

/** Why no node fits, null when one may. `help` is the repair. */
export function constraintFault({ key, isEqual, value }: Constraint) {
  const isLabel = LABELS.some((prefix) => key.startsWith(prefix) && key.length > prefix.length);
  if (!isLabel && !KEYS.includes(key)) {
    const help = `Write node.labels.<name>, engine.labels.<name> or one of ${KEYS.join(', ')}.`;
    return { why: `no node has ${quote(key)}`, help };
  }
  if (!isEqual) return null;
  if (key === 'node.role' && !ROLES.includes(value)) {
    return { why: `no node has the role ${quote(value)}`, help: 'Write "manager" or "worker".' };
  }
  if (key === 'node.platform.arch' && Object.hasOwn(ARCHITECTURES, value)) {
    const help = `Write "${ARCHITECTURES[value]}", which is what nodes call it.`;
    return { why: `no node calls its architecture ${quote(value)}`, help };
  }
  if (key === 'node.hostname' && /[*?]/.test(value)) {
    return { why: 'swarm compares letter by letter and knows no patterns', help: 'Use a label of the node.' };
  }
  return null;
}

/** Indices of constraints that exclude one before them. */
export function contradictions(constraints: readonly (Constraint | null)[]): readonly number[] {
  const wanted = new Map<string, string>();
  const unwanted = new Map<string, Set<string>>();
  const found: number[] = [];
  for (const [index, constraint] of constraints.entries()) {
    if (constraint === null) continue;
    const { key, isEqual, value } = constraint;
    const refused = unwanted.get(key) ?? new Set<string>();
    unwanted.set(key, refused);
    const other = wanted.get(key);
    if (isEqual ? refused.has(value) || (other !== undefined && other !== value) : other === value) found.push(index);
    if (isEqual) wanted.set(key, other ?? value);
    else refused.add(value);
    if (!isEqual && key === 'node.role' && ROLES.includes(value) && ROLES.every((role) => refused.has(role))) {
      found.push(index);
    }
  }
  return found;
}
