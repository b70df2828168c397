import { mapOf } from '../../recipe/json.ts';
import { adding, inServices, type Planter, settingKey } from '../fault.ts';

/** Faults in what docker stack deploy makes of the file. */
export const SWARM: { readonly [rule: string]: Planter } = {
  'healthcheck-missing': inServices(({ path, value }) =>
    value.healthcheck === undefined ? null : { set: [[[...path, 'healthcheck'], undefined]], at: path, atKey: true },
  ),
  'port-host-ip-ignored': adding(['ports'], '127.0.0.1:18080:8080'),
  'start-first-on-data': inServices(({ path, value }) => {
    const volumes = Array.isArray(value.volumes) ? value.volumes : [];
    const keeps = volumes.some((volume) => typeof volume === 'string' && /^[a-z0-9_-]+:[^:]+$/.test(volume));
    const at = [...path, 'deploy', 'update_config', 'order'];
    return keeps ? { set: [[at, 'start-first']], at } : null;
  }),
  'swarm-forbids-key': settingKey('mem_limit', '64m'),
  'swarm-ignores-key': settingKey('security_opt', ['no-new-privileges:true']),
  'swarm-rejects-key': settingKey('pull_policy', 'always'),
  'update-config-missing': inServices(({ path, value }) =>
    mapOf(value.deploy).update_config === undefined
      ? null
      : { set: [[[...path, 'deploy', 'update_config'], undefined]], at: path, atKey: true },
  ),
};
