import { mapOf } from '../../recipe/json.ts';
import { parsedYaml } from '../../recipe/yaml.ts';
import type { Fix } from './fix.ts';

/** Only where the file has a version of the format that knows what is written. `minor`: of version 3. */
export function since(minor: number, fix: Fix): Fix {
  return (target) => {
    const { version } = mapOf(parsedYaml(target.file).value);
    const own = /^3\.([0-9]{1,2})$/.exec(String(version))?.[1];
    // Without one, and with "3", Docker takes the latest.
    return version === undefined || version === '3' || Number(own) >= minor ? fix(target) : null;
  };
}
