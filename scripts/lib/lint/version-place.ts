import { mapOf } from '../recipe/json.ts';
import { serviceLabels } from '../recipe/labels.ts';
import { VERSION_LABEL } from '../recipe/version.ts';
import type { Json, Path, Recipe } from '../types.ts';

export interface VersionPlace {
  readonly file: string;
  readonly app: Json;
  /** Of service `app`. */
  readonly path: Path;
  /** As written; null when there is none or it is empty. */
  readonly label: { readonly value: string; readonly path: Path } | null;
}

/** Where the version of the recipe stands, or should; null without a service `app`. */
export function versionPlace({ compose }: Recipe): VersionPlace | null {
  const base = compose.find(({ overlay }) => overlay === '');
  const app = mapOf(base?.value.services).app;
  if (base === undefined || app === undefined) return null;
  const path = ['services', 'app'];
  const label = serviceLabels(app).find(({ key, value }) => key === VERSION_LABEL && value !== '');
  return {
    file: base.file,
    app,
    path,
    label: label === undefined ? null : { value: label.value, path: [...path, ...label.path] },
  };
}
