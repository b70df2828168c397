import type { Rule } from '../rule.ts';
import { architectureUndeclared } from '../rules/architecture-undeclared.ts';
import { databaseMajorJump } from '../rules/database-major-jump.ts';
import { imageAnchor } from '../rules/image-anchor.ts';
import { imageDigestMalformed } from '../rules/image-digest-malformed.ts';
import { imageDigestMissing } from '../rules/image-digest-missing.ts';
import { imageMissing } from '../rules/image-missing.ts';
import { imageNameMalformed } from '../rules/image-name-malformed.ts';
import { imageNameSuspicious } from '../rules/image-name-suspicious.ts';
import { imageRegistryUnknown } from '../rules/image-registry-unknown.ts';
import { imageTagFloating } from '../rules/image-tag-floating.ts';
import { imageTagUnversioned } from '../rules/image-tag-unversioned.ts';
import { imageTagVariable } from '../rules/image-tag-variable.ts';
import { imageUntagged } from '../rules/image-untagged.ts';

/** Which bytes run. */
export const IMAGE: readonly Rule[] = [
  architectureUndeclared,
  databaseMajorJump,
  imageAnchor,
  imageDigestMalformed,
  imageDigestMissing,
  imageMissing,
  imageNameMalformed,
  imageNameSuspicious,
  imageRegistryUnknown,
  imageTagFloating,
  imageTagUnversioned,
  imageTagVariable,
  imageUntagged,
];
