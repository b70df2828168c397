import type { ComposeFile, ConfigNeed, Json, RecipeFile, SecretNeed } from '../types.ts';
import { isMap, mapOf } from './json.ts';
import { DEFAULT_HINTS, type SecretHints } from './secret-hints.ts';

/** External secrets of all compose files, each once, in order of appearance. */
export function secretNeeds(
  compose: readonly ComposeFile[],
  hints: { readonly [setting: string]: SecretHints },
): readonly SecretNeed[] {
  const needs = new Map<string, SecretNeed>();
  for (const { value } of compose) {
    for (const [key, secret] of Object.entries(mapOf(value.secrets))) {
      const name = externalName(key, secret);
      if (name === null || needs.has(key)) continue;
      const versionSetting = versionSettingOf(name);
      needs.set(key, { key, name, versionSetting, ...(hints[versionSetting ?? ''] ?? DEFAULT_HINTS) });
    }
  }
  return [...needs.values()];
}

/** Configs made from files of the recipe, each once. */
export function configNeeds(compose: readonly ComposeFile[]): readonly ConfigNeed[] {
  const needs = new Map<string, ConfigNeed>();
  for (const { value } of compose) {
    for (const [key, config] of Object.entries(mapOf(value.configs))) {
      const { name, file } = mapOf(config);
      if (typeof file !== 'string' || needs.has(key)) continue;
      const full = typeof name === 'string' ? name : key;
      needs.set(key, { key, name: full, file: file.replace(/^\.\//, ''), versionSetting: versionSettingOf(full) });
    }
  }
  return [...needs.values()];
}

/** `export NGINX_CONF_VERSION=v3` lines of abra.sh: the only thing in it that is read; it is never executed. */
export function configVersions(abra: RecipeFile | undefined): { readonly [setting: string]: string } {
  const versions: Record<string, string> = {};
  for (const line of abra?.encoding === 'utf8' ? abra.content.split('\n') : []) {
    const [, name, value] =
      /^\s*(?:export\s+)?([A-Z][A-Z0-9_]{0,63}_VERSION)=["']?(v[0-9]{1,6})["']?\s*(?:#.*)?$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) versions[name] = value;
  }
  return versions;
}

/** The name an external secret has in the swarm; null for one made from a file. The form `external: {name}` is deprecated but read. */
function externalName(key: string, secret: Json): string | null {
  const { external, name } = mapOf(secret);
  if (isMap(external)) return typeof external.name === 'string' ? external.name : key;
  if (external !== true) return null;
  return typeof name === 'string' ? name : key;
}

function versionSettingOf(name: string): string | null {
  return /\$\{?([A-Za-z_][A-Za-z0-9_]*_VERSION)\b/.exec(name)?.[1] ?? null;
}
