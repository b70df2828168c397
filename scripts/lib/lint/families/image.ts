import type { Rule } from '../rule.ts';
import { databaseMajorJump } from '../rules/database-major-jump.ts';
import { imageMissing } from '../rules/image-missing.ts';
import { imageNameMalformed } from '../rules/image-name-malformed.ts';
import { imageTagFloating } from '../rules/image-tag-floating.ts';
import { imageUntagged } from '../rules/image-untagged.ts';

/** Which bytes run. */
export const IMAGE: readonly Rule[] = [
  databaseMajorJump,
  imageMissing,
  imageNameMalformed,
  imageTagFloating,
  imageUntagged,
];
