import type { Rule } from '../rule.ts';
import { attachableNetwork } from '../rules/attachable-network.ts';
import { backupUncovered } from '../rules/backup-uncovered.ts';
import { bindByDriverOpts } from '../rules/bind-by-driver-opts.ts';
import { budgetExceeded } from '../rules/budget-exceeded.ts';
import { capabilitiesNotDropped } from '../rules/capabilities-not-dropped.ts';
import { cpuLimitMissing } from '../rules/cpu-limit-missing.ts';
import { dangerousCapability } from '../rules/dangerous-capability.ts';
import { databaseOnProxy } from '../rules/database-on-proxy.ts';
import { deviceAccess } from '../rules/device-access.ts';
import { engineSocket } from '../rules/engine-socket.ts';
import { foreignSecret } from '../rules/foreign-secret.ts';
import { foreignVolume } from '../rules/foreign-volume.ts';
import { hardeningMissing } from '../rules/hardening-missing.ts';
import { hostBind } from '../rules/host-bind.ts';
import { hostModePort } from '../rules/host-mode-port.ts';
import { hostNamespace } from '../rules/host-namespace.ts';
import { hostNetworkByExternal } from '../rules/host-network-by-external.ts';
import { internalNetworkMissing } from '../rules/internal-network-missing.ts';
import { logUnbounded } from '../rules/log-unbounded.ts';
import { managementPort } from '../rules/management-port.ts';
import { managerPlacement } from '../rules/manager-placement.ts';
import { memoryLimitMissing } from '../rules/memory-limit-missing.ts';
import { mountPropagation } from '../rules/mount-propagation.ts';
import { overlayNotEncrypted } from '../rules/overlay-not-encrypted.ts';
import { pidsLimitMissing } from '../rules/pids-limit-missing.ts';
import { pipeToShell } from '../rules/pipe-to-shell.ts';
import { plaintextSecret } from '../rules/plaintext-secret.ts';
import { pluginDriver } from '../rules/plugin-driver.ts';
import { privileged } from '../rules/privileged.ts';
import { privilegedPort } from '../rules/privileged-port.ts';
import { proxyLabelsMisplaced } from '../rules/proxy-labels-misplaced.ts';
import { publishedPort } from '../rules/published-port.ts';
import { remoteLogDriver } from '../rules/remote-log-driver.ts';
import { restartUnbounded } from '../rules/restart-unbounded.ts';
import { riskySysctl } from '../rules/risky-sysctl.ts';
import { routeCatchAll } from '../rules/route-catch-all.ts';
import { routeForeignHost } from '../rules/route-foreign-host.ts';
import { routeNotNamespaced } from '../rules/route-not-namespaced.ts';
import { routeWithoutTls } from '../rules/route-without-tls.ts';
import { runsAsRoot } from '../rules/runs-as-root.ts';
import { secretInEnvironment } from '../rules/secret-in-environment.ts';
import { secretMode } from '../rules/secret-mode.ts';
import { sensitiveBind } from '../rules/sensitive-bind.ts';
import { sshServer } from '../rules/ssh-server.ts';
import { unconfinedProfile } from '../rules/unconfined-profile.ts';
import { unlimitedUlimit } from '../rules/unlimited-ulimit.ts';
import { writableRoot } from '../rules/writable-root.ts';

/** What a stack must not do to its host, to its neighbours and to its data. */
export const SECURITY: readonly Rule[] = [
  attachableNetwork,
  backupUncovered,
  bindByDriverOpts,
  budgetExceeded,
  capabilitiesNotDropped,
  cpuLimitMissing,
  dangerousCapability,
  databaseOnProxy,
  deviceAccess,
  engineSocket,
  foreignSecret,
  foreignVolume,
  hardeningMissing,
  hostBind,
  hostModePort,
  hostNamespace,
  hostNetworkByExternal,
  internalNetworkMissing,
  logUnbounded,
  managementPort,
  managerPlacement,
  memoryLimitMissing,
  mountPropagation,
  overlayNotEncrypted,
  pidsLimitMissing,
  pipeToShell,
  plaintextSecret,
  pluginDriver,
  privileged,
  privilegedPort,
  proxyLabelsMisplaced,
  publishedPort,
  remoteLogDriver,
  restartUnbounded,
  riskySysctl,
  routeCatchAll,
  routeForeignHost,
  routeNotNamespaced,
  routeWithoutTls,
  runsAsRoot,
  secretInEnvironment,
  secretMode,
  sensitiveBind,
  sshServer,
  unconfinedProfile,
  unlimitedUlimit,
  writableRoot,
];
