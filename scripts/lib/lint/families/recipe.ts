import type { Rule } from '../rule.ts';
import { appService } from '../rules/app-service.ts';
import { configVersionNotBumped } from '../rules/config-version-not-bumped.ts';
import { dataClassMissing } from '../rules/data-class-missing.ts';
import { metadataMissing } from '../rules/metadata-missing.ts';
import { proxyNetwork } from '../rules/proxy-network.ts';
import { releaseNoteMissing } from '../rules/release-note-missing.ts';
import { secretNameTooLong } from '../rules/secret-name-too-long.ts';
import { secretUndeclared } from '../rules/secret-undeclared.ts';
import { secretVersionMissing } from '../rules/secret-version-missing.ts';
import { versionAlreadyPublishedDiffers } from '../rules/version-already-published-differs.ts';
import { versionFormat } from '../rules/version-format.ts';
import { versionLabel } from '../rules/version-label.ts';
import { versionMatchesImage } from '../rules/version-matches-image.ts';
import { versionNotIncreased } from '../rules/version-not-increased.ts';

/** Whether it is a whole recipe that a hoster can rely on. */
export const RECIPE: readonly Rule[] = [
  appService,
  configVersionNotBumped,
  dataClassMissing,
  metadataMissing,
  proxyNetwork,
  releaseNoteMissing,
  secretNameTooLong,
  secretUndeclared,
  secretVersionMissing,
  versionAlreadyPublishedDiffers,
  versionFormat,
  versionLabel,
  versionMatchesImage,
  versionNotIncreased,
];
