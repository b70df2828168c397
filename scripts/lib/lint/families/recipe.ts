import type { Rule } from '../rule.ts';
import { appService } from '../rules/app-service.ts';
import { configVersionMissing } from '../rules/config-version-missing.ts';
import { configVersionNotBumped } from '../rules/config-version-not-bumped.ts';
import { configVersionUndeclared } from '../rules/config-version-undeclared.ts';
import { dataClassMissing } from '../rules/data-class-missing.ts';
import { descriptionPlaceholder } from '../rules/description-placeholder.ts';
import { iconUnsafe } from '../rules/icon-unsafe.ts';
import { legacyLabel } from '../rules/legacy-label.ts';
import { metadataMissing } from '../rules/metadata-missing.ts';
import { overlayNotOffered } from '../rules/overlay-not-offered.ts';
import { proxyNetwork } from '../rules/proxy-network.ts';
import { readmeHeading } from '../rules/readme-heading.ts';
import { readmeHtml } from '../rules/readme-html.ts';
import { releaseNoteMissing } from '../rules/release-note-missing.ts';
import { rotationImpossible } from '../rules/rotation-impossible.ts';
import { secretNameTooLong } from '../rules/secret-name-too-long.ts';
import { secretUndeclared } from '../rules/secret-undeclared.ts';
import { secretUnused } from '../rules/secret-unused.ts';
import { secretVersionMissing } from '../rules/secret-version-missing.ts';
import { timeoutLabel } from '../rules/timeout-label.ts';
import { traefikEnabled } from '../rules/traefik-enabled.ts';
import { traefikPort } from '../rules/traefik-port.ts';
import { versionAlreadyPublishedDiffers } from '../rules/version-already-published-differs.ts';
import { versionFormat } from '../rules/version-format.ts';
import { versionLabel } from '../rules/version-label.ts';
import { versionMatchesImage } from '../rules/version-matches-image.ts';
import { versionNotIncreased } from '../rules/version-not-increased.ts';

/** Whether it is a whole recipe that a hoster can rely on. */
export const RECIPE: readonly Rule[] = [
  appService,
  configVersionMissing,
  configVersionNotBumped,
  configVersionUndeclared,
  dataClassMissing,
  descriptionPlaceholder,
  iconUnsafe,
  legacyLabel,
  metadataMissing,
  overlayNotOffered,
  proxyNetwork,
  readmeHeading,
  readmeHtml,
  releaseNoteMissing,
  rotationImpossible,
  secretNameTooLong,
  secretUndeclared,
  secretUnused,
  secretVersionMissing,
  timeoutLabel,
  traefikEnabled,
  traefikPort,
  versionAlreadyPublishedDiffers,
  versionFormat,
  versionLabel,
  versionMatchesImage,
  versionNotIncreased,
];
