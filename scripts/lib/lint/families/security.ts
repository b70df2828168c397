import type { Rule } from '../rule.ts';
import { databaseOnProxy } from '../rules/database-on-proxy.ts';
import { engineSocket } from '../rules/engine-socket.ts';
import { foreignSecret } from '../rules/foreign-secret.ts';
import { foreignVolume } from '../rules/foreign-volume.ts';
import { hostBind } from '../rules/host-bind.ts';
import { hostNetworkByExternal } from '../rules/host-network-by-external.ts';
import { memoryLimitMissing } from '../rules/memory-limit-missing.ts';
import { mountPropagation } from '../rules/mount-propagation.ts';
import { plaintextSecret } from '../rules/plaintext-secret.ts';
import { privileged } from '../rules/privileged.ts';
import { publishedPort } from '../rules/published-port.ts';
import { routeCatchAll } from '../rules/route-catch-all.ts';
import { routeForeignHost } from '../rules/route-foreign-host.ts';
import { routeNotNamespaced } from '../rules/route-not-namespaced.ts';
import { sensitiveBind } from '../rules/sensitive-bind.ts';

/** What a stack must not do to its host, to its neighbours and to its data. */
export const SECURITY: readonly Rule[] = [
  databaseOnProxy,
  engineSocket,
  foreignSecret,
  foreignVolume,
  hostBind,
  hostNetworkByExternal,
  memoryLimitMissing,
  mountPropagation,
  plaintextSecret,
  privileged,
  publishedPort,
  routeCatchAll,
  routeForeignHost,
  routeNotNamespaced,
  sensitiveBind,
];
