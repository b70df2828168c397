import { isList, mapOf } from '../recipe/json.ts';
import type { Path } from '../types.ts';
import type { Service } from './services.ts';

export interface Placed {
  /** `node.labels.disk`, lower case up to the name of a label. */
  readonly key: string;
  /** `==`, `!=`, or '' for a preference, which no node must meet. */
  readonly operator: string;
  readonly value: string;
  readonly path: Path;
}

/** What a service asks of its nodes: constraints, and preferences to be spread over. */
export function placementOf({ value, path }: Service): readonly Placed[] {
  const { constraints, preferences } = mapOf(mapOf(value.deploy).placement);
  const asked = (isList(constraints) ? constraints : []).flatMap((constraint, index) => {
    const [, key = '', operator = '', wanted = ''] =
      /^\s*([^\s=!]+)\s*(==|!=)\s*(.*?)\s*$/.exec(String(constraint)) ?? [];
    if (key === '') return [];
    return [{ key, operator, value: wanted, path: [...path, 'deploy', 'placement', 'constraints', index] }];
  });
  const spread = (isList(preferences) ? preferences : []).flatMap((preference, index) => {
    const key = mapOf(preference).spread;
    if (typeof key !== 'string') return [];
    return [{ key, operator: '', value: '', path: [...path, 'deploy', 'placement', 'preferences', index, 'spread'] }];
  });
  return [...asked, ...spread];
}
