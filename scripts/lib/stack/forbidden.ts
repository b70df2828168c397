/** Keys of a service that Docker names itself when it refuses them (docker/cli, ForbiddenProperties), and what works instead. */
export const FORBIDDEN: { readonly [key: string]: string } = {
  extends: 'Use a YAML anchor and a merge key.',
  volume_driver: 'Set "driver" of the volume under the top-level "volumes:".',
  volumes_from: 'Mount the same volume in both services.',
  cpu_quota: 'Use "deploy.resources.limits.cpus".',
  cpu_shares: 'Use "deploy.resources.reservations.cpus".',
  cpuset: 'Use "deploy.placement".',
  mem_limit: 'Use "deploy.resources.limits.memory".',
  memswap_limit: 'Use "deploy.resources.limits.memory".',
};
