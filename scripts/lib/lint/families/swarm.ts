import type { Rule } from '../rule.ts';
import { bindSourceMissing } from '../rules/bind-source-missing.ts';
import { capabilityUnknown } from '../rules/capability-unknown.ts';
import { configFileUnusable } from '../rules/config-file-unusable.ts';
import { configNameInvalid } from '../rules/config-name-invalid.ts';
import { constraintImpossible } from '../rules/constraint-impossible.ts';
import { deployValueOutOfRange } from '../rules/deploy-value-out-of-range.ts';
import { deployValueUnknown } from '../rules/deploy-value-unknown.ts';
import { dnsrrWithIngress } from '../rules/dnsrr-with-ingress.ts';
import { externalVolumeCreated } from '../rules/external-volume-created.ts';
import { extraHostMalformed } from '../rules/extra-host-malformed.ts';
import { fixedGlobalName } from '../rules/fixed-global-name.ts';
import { goTemplateInvalid } from '../rules/go-template-invalid.ts';
import { hardeningNotApplied } from '../rules/hardening-not-applied.ts';
import { healthcheckContradicts } from '../rules/healthcheck-contradicts.ts';
import { healthcheckDisabled } from '../rules/healthcheck-disabled.ts';
import { healthcheckMissing } from '../rules/healthcheck-missing.ts';
import { healthcheckSlowerThanTimeout } from '../rules/healthcheck-slower-than-timeout.ts';
import { healthcheckTestUnknown } from '../rules/healthcheck-test-unknown.ts';
import { healthcheckTimeTooShort } from '../rules/healthcheck-time-too-short.ts';
import { logDriverUnknown } from '../rules/log-driver-unknown.ts';
import { logOptionUnknown } from '../rules/log-option-unknown.ts';
import { mountMalformed } from '../rules/mount-malformed.ts';
import { mountTargetRelative } from '../rules/mount-target-relative.ts';
import { mountTargetTwice } from '../rules/mount-target-twice.ts';
import { networkDriver } from '../rules/network-driver.ts';
import { networkNameInvalid } from '../rules/network-name-invalid.ts';
import { networkUndeclared } from '../rules/network-undeclared.ts';
import { networkUnused } from '../rules/network-unused.ts';
import { ownerNotNumeric } from '../rules/owner-not-numeric.ts';
import { placementNeedsLabel } from '../rules/placement-needs-label.ts';
import { portHostIpIgnored } from '../rules/port-host-ip-ignored.ts';
import { portOutOfRange } from '../rules/port-out-of-range.ts';
import { portPublishedTwice } from '../rules/port-published-twice.ts';
import { portRandom } from '../rules/port-random.ts';
import { portValueUnknown } from '../rules/port-value-unknown.ts';
import { replicasOnLocalVolume } from '../rules/replicas-on-local-volume.ts';
import { replicasWithGlobal } from '../rules/replicas-with-global.ts';
import { resourcesRefused } from '../rules/resources-refused.ts';
import { rollbackMissing } from '../rules/rollback-missing.ts';
import { serviceNameInvalid } from '../rules/service-name-invalid.ts';
import { signalUnknown } from '../rules/signal-unknown.ts';
import { startFirstOnData } from '../rules/start-first-on-data.ts';
import { staticAddressIgnored } from '../rules/static-address-ignored.ts';
import { stopGraceMissing } from '../rules/stop-grace-missing.ts';
import { swarmDropsDependsOn } from '../rules/swarm-drops-depends-on.ts';
import { swarmDropsTmpfs } from '../rules/swarm-drops-tmpfs.ts';
import { swarmForbidsKey } from '../rules/swarm-forbids-key.ts';
import { swarmIgnoresKey } from '../rules/swarm-ignores-key.ts';
import { swarmRejectsKey } from '../rules/swarm-rejects-key.ts';
import { ulimitRefused } from '../rules/ulimit-refused.ts';
import { updateConfigMissing } from '../rules/update-config-missing.ts';
import { updateConfigOnJob } from '../rules/update-config-on-job.ts';
import { userMalformed } from '../rules/user-malformed.ts';
import { volumeNameOneLetter } from '../rules/volume-name-one-letter.ts';
import { volumeOptionIgnored } from '../rules/volume-option-ignored.ts';
import { volumeUndeclared } from '../rules/volume-undeclared.ts';
import { volumeUnused } from '../rules/volume-unused.ts';
import { workingDirRelative } from '../rules/working-dir-relative.ts';

/** What docker stack deploy really does with the file. */
export const SWARM: readonly Rule[] = [
  bindSourceMissing,
  capabilityUnknown,
  configFileUnusable,
  configNameInvalid,
  constraintImpossible,
  deployValueOutOfRange,
  deployValueUnknown,
  dnsrrWithIngress,
  externalVolumeCreated,
  extraHostMalformed,
  fixedGlobalName,
  goTemplateInvalid,
  hardeningNotApplied,
  healthcheckContradicts,
  healthcheckDisabled,
  healthcheckMissing,
  healthcheckSlowerThanTimeout,
  healthcheckTestUnknown,
  healthcheckTimeTooShort,
  logDriverUnknown,
  logOptionUnknown,
  mountMalformed,
  mountTargetRelative,
  mountTargetTwice,
  networkDriver,
  networkNameInvalid,
  networkUndeclared,
  networkUnused,
  ownerNotNumeric,
  placementNeedsLabel,
  portHostIpIgnored,
  portOutOfRange,
  portPublishedTwice,
  portRandom,
  portValueUnknown,
  replicasOnLocalVolume,
  replicasWithGlobal,
  resourcesRefused,
  rollbackMissing,
  serviceNameInvalid,
  signalUnknown,
  startFirstOnData,
  staticAddressIgnored,
  stopGraceMissing,
  swarmDropsDependsOn,
  swarmDropsTmpfs,
  swarmForbidsKey,
  swarmIgnoresKey,
  swarmRejectsKey,
  ulimitRefused,
  updateConfigMissing,
  updateConfigOnJob,
  userMalformed,
  volumeNameOneLetter,
  volumeOptionIgnored,
  volumeUndeclared,
  volumeUnused,
  workingDirRelative,
];
