import type { Rule } from '../rule.ts';
import { appService } from './app-service.ts';
import { configFileOutside } from './config-file-outside.ts';
import { dataClassMissing } from './data-class-missing.ts';
import { databaseOnProxy } from './database-on-proxy.ts';
import { engineSocket } from './engine-socket.ts';
import { foreignSecret } from './foreign-secret.ts';
import { foreignVolume } from './foreign-volume.ts';
import { healthcheckMissing } from './healthcheck-missing.ts';
import { hostBind } from './host-bind.ts';
import { hostNetworkByExternal } from './host-network-by-external.ts';
import { imageMissing } from './image-missing.ts';
import { imageNameMalformed } from './image-name-malformed.ts';
import { imageTagFloating } from './image-tag-floating.ts';
import { imageUntagged } from './image-untagged.ts';
import { labelMalformed } from './label-malformed.ts';
import { memoryLimitMissing } from './memory-limit-missing.ts';
import { metadataMissing } from './metadata-missing.ts';
import { missingEnvSample } from './missing-env-sample.ts';
import { missingReadme } from './missing-readme.ts';
import { mountPropagation } from './mount-propagation.ts';
import { plaintextSecret } from './plaintext-secret.ts';
import { portHostIpIgnored } from './port-host-ip-ignored.ts';
import { privileged } from './privileged.ts';
import { proxyNetwork } from './proxy-network.ts';
import { publishedPort } from './published-port.ts';
import { releaseNoteMissing } from './release-note-missing.ts';
import { routeCatchAll } from './route-catch-all.ts';
import { routeForeignHost } from './route-foreign-host.ts';
import { routeNotNamespaced } from './route-not-namespaced.ts';
import { secretNameTooLong } from './secret-name-too-long.ts';
import { secretUndeclared } from './secret-undeclared.ts';
import { secretVersionMissing } from './secret-version-missing.ts';
import { sensitiveBind } from './sensitive-bind.ts';
import { startFirstOnData } from './start-first-on-data.ts';
import { swarmForbidsKey } from './swarm-forbids-key.ts';
import { swarmIgnoresKey } from './swarm-ignores-key.ts';
import { swarmRejectsKey } from './swarm-rejects-key.ts';
import { unescapedDollar } from './unescaped-dollar.ts';
import { unknownVariable } from './unknown-variable.ts';
import { unusedSetting } from './unused-setting.ts';
import { updateConfigMissing } from './update-config-missing.ts';
import { variableInKey } from './variable-in-key.ts';
import { versionFormat } from './version-format.ts';
import { versionLabel } from './version-label.ts';
import { versionMatchesImage } from './version-matches-image.ts';

/** Every rule, family by family: format, recipe, swarm, images, security. */
export const RULES: readonly Rule[] = [
  unknownVariable,
  unescapedDollar,
  variableInKey,
  unusedSetting,
  missingEnvSample,
  missingReadme,
  metadataMissing,
  appService,
  versionLabel,
  versionFormat,
  versionMatchesImage,
  releaseNoteMissing,
  secretUndeclared,
  secretVersionMissing,
  secretNameTooLong,
  proxyNetwork,
  swarmIgnoresKey,
  swarmForbidsKey,
  swarmRejectsKey,
  portHostIpIgnored,
  healthcheckMissing,
  updateConfigMissing,
  startFirstOnData,
  imageMissing,
  imageNameMalformed,
  imageUntagged,
  imageTagFloating,
  privileged,
  engineSocket,
  sensitiveBind,
  hostBind,
  mountPropagation,
  hostNetworkByExternal,
  memoryLimitMissing,
  publishedPort,
  databaseOnProxy,
  plaintextSecret,
  foreignSecret,
  foreignVolume,
  routeCatchAll,
  routeForeignHost,
  routeNotNamespaced,
  labelMalformed,
  configFileOutside,
  dataClassMissing,
];
