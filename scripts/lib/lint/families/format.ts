import type { Rule } from '../rule.ts';
import { composeVersion } from '../rules/compose-version.ts';
import { configFileOutside } from '../rules/config-file-outside.ts';
import { interpolatedNumber } from '../rules/interpolated-number.ts';
import { labelMalformed } from '../rules/label-malformed.ts';
import { missingEnvSample } from '../rules/missing-env-sample.ts';
import { missingReadme } from '../rules/missing-readme.ts';
import { nestedInterpolation } from '../rules/nested-interpolation.ts';
import { octalMode } from '../rules/octal-mode.ts';
import { overlayDoesNotMerge } from '../rules/overlay-does-not-merge.ts';
import { quotesInValue } from '../rules/quotes-in-value.ts';
import { settingUndescribed } from '../rules/setting-undescribed.ts';
import { stackSchema } from '../rules/stack-schema.ts';
import { unescapedDollar } from '../rules/unescaped-dollar.ts';
import { unknownVariable } from '../rules/unknown-variable.ts';
import { unquotedPort } from '../rules/unquoted-port.ts';
import { unusedSetting } from '../rules/unused-setting.ts';
import { variableInKey } from '../rules/variable-in-key.ts';

/** Whether the files can be read as they are meant. */
export const FORMAT: readonly Rule[] = [
  composeVersion,
  configFileOutside,
  interpolatedNumber,
  labelMalformed,
  missingEnvSample,
  missingReadme,
  nestedInterpolation,
  octalMode,
  overlayDoesNotMerge,
  quotesInValue,
  settingUndescribed,
  stackSchema,
  unescapedDollar,
  unknownVariable,
  unquotedPort,
  unusedSetting,
  variableInKey,
];
