import type { Json } from '../types.ts';
import { mapOf } from './json.ts';
import { serviceLabels } from './labels.ts';

export interface ParsedVersion {
  /** The operator must act. */
  readonly x: number;
  /** Features. */
  readonly y: number;
  /** Fixes. */
  readonly z: number;
  /** Tag of service `app`'s image. */
  readonly appTag: string;
}

const VERSION = /^(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\+([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})$/;

/** `1.2.0+2.21-1` → its parts; null when it is not `X.Y.Z+<image tag>`. */
export function parseVersion(version: string): ParsedVersion | null {
  if (version.length > 160) return null;
  const [, x, y, z, appTag] = VERSION.exec(version) ?? [];
  return appTag === undefined ? null : { x: Number(x), y: Number(y), z: Number(z), appTag };
}

/** Negative when `a` is older: by X, Y, Z, then the app's tag with its numbers compared as numbers. What is no version comes first. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  if (left === null || right === null) return Number(left !== null) - Number(right !== null) || compareTags(a, b);
  return left.x - right.x || left.y - right.y || left.z - right.z || compareTags(left.appTag, right.appTag);
}

function compareTags(a: string, b: string): number {
  const [left, right] = [a.match(/[0-9]+|[^0-9]+/g) ?? [], b.match(/[0-9]+|[^0-9]+/g) ?? []];
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const difference = Number(part) - Number(other);
    if (Number.isNaN(difference) ? part !== other : difference !== 0) {
      return Number.isNaN(difference) ? (part < other ? -1 : 1) : difference;
    }
  }
  return left.length - right.length;
}

/** The text of the version label on service `app`, as written, valid or not; null when there is none. */
export function versionLabel(compose: Json | undefined): string | null {
  const label = serviceLabels(mapOf(mapOf(compose).services).app).find(({ key }) => key === VERSION_LABEL);
  return label === undefined || label.value === '' ? null : label.value;
}

export const VERSION_LABEL = `coop-cloud.\${STACK_NAME}.version`;
