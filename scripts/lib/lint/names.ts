/** Which names swarm takes (swarmkit manager/controlapi: validateAnnotations, validateConfigOrSecretAnnotations). */

interface NameForm {
  readonly pattern: RegExp;
  readonly longest: number;
}

/** Of services and networks: a part of a host name. */
export const COMPONENT: NameForm = { pattern: /^[a-zA-Z0-9](?:[a-zA-Z0-9_-]*[a-zA-Z0-9])?$/, longest: 63 };

/** Of configs and secrets. */
export const PLAIN: NameForm = { pattern: /^[a-zA-Z0-9](?:[a-zA-Z0-9_.-]*[a-zA-Z0-9])?$/, longest: 64 };

/** `no stack`: whatever the stack is called. `this stack`: only with a name as long as that. */
export type LengthFault = 'no stack' | 'this stack' | null;

/** Whether `key` is too long once Docker has put the name of the stack and "_" before it. */
export function lengthFault(key: string, stack: string, { longest }: NameForm): LengthFault {
  if (key.length + 'x_'.length > longest) return 'no stack';
  return key.length + stack.length + 1 > longest ? 'this stack' : null;
}
