import type { Rule } from '../rule.ts';
import { healthcheckMissing } from '../rules/healthcheck-missing.ts';
import { portHostIpIgnored } from '../rules/port-host-ip-ignored.ts';
import { startFirstOnData } from '../rules/start-first-on-data.ts';
import { swarmForbidsKey } from '../rules/swarm-forbids-key.ts';
import { swarmIgnoresKey } from '../rules/swarm-ignores-key.ts';
import { swarmRejectsKey } from '../rules/swarm-rejects-key.ts';
import { updateConfigMissing } from '../rules/update-config-missing.ts';

/** What docker stack deploy really does with the file. */
export const SWARM: readonly Rule[] = [
  healthcheckMissing,
  portHostIpIgnored,
  startFirstOnData,
  swarmForbidsKey,
  swarmIgnoresKey,
  swarmRejectsKey,
  updateConfigMissing,
];
