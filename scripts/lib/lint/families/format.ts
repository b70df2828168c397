import type { Rule } from '../rule.ts';
import { configFileOutside } from '../rules/config-file-outside.ts';
import { labelMalformed } from '../rules/label-malformed.ts';
import { missingEnvSample } from '../rules/missing-env-sample.ts';
import { missingReadme } from '../rules/missing-readme.ts';
import { unescapedDollar } from '../rules/unescaped-dollar.ts';
import { unknownVariable } from '../rules/unknown-variable.ts';
import { unusedSetting } from '../rules/unused-setting.ts';
import { variableInKey } from '../rules/variable-in-key.ts';

/** Whether the files can be read as they are meant. */
export const FORMAT: readonly Rule[] = [
  configFileOutside,
  labelMalformed,
  missingEnvSample,
  missingReadme,
  unescapedDollar,
  unknownVariable,
  unusedSetting,
  variableInKey,
];
