/** What `docker stack deploy` does with keys of a service (docker/cli, cli/compose/types and loader), and what works instead. */

/** Ignored with a message. */
export const IGNORED: { readonly [key: string]: string } = {
  build: 'Build the image beforehand, in image/, and name it under "image".',
  cgroup_parent: 'Remove it.',
  cgroupns_mode: 'Remove it.',
  container_name: 'Remove it: tasks are named by swarm.',
  devices: 'Remove it: a swarm service cannot have devices.',
  domainname: 'Use "hostname" with the full name.',
  expose: 'Remove it: services on one network reach all ports of each other.',
  external_links: 'Use a network that both join.',
  ipc: 'Remove it: a swarm service has its own IPC namespace.',
  links: 'Remove it: services on one network find each other by name.',
  mac_address: 'Remove it.',
  network_mode: 'Use "networks".',
  pid: 'Remove it: a swarm service has its own PID namespace.',
  privileged: 'Remove it; name single capabilities under "cap_add" if really needed.',
  restart: 'Use "deploy.restart_policy".',
  security_opt: 'Remove it: it protects nothing in swarm; use "cap_drop", "read_only" and "user".',
  shm_size: 'Mount a tmpfs of that size at /dev/shm, in long form.',
  userns_mode: 'Remove it.',
};

/** Not in the schema that docker stack deploy checks the file against, although the compose specification has it. */
export const REJECTED: { readonly [key: string]: string } = {
  annotations: 'Use "labels".',
  attach: 'Remove it.',
  blkio_config: 'Remove it.',
  cgroup: 'Remove it.',
  cpu_count: 'Use "deploy.resources.limits.cpus".',
  cpu_percent: 'Use "deploy.resources.limits.cpus".',
  cpu_period: 'Use "deploy.resources.limits.cpus".',
  cpu_rt_period: 'Remove it.',
  cpu_rt_runtime: 'Remove it.',
  cpus: 'Use "deploy.resources.limits.cpus".',
  develop: 'Remove it.',
  device_cgroup_rules: 'Remove it.',
  dns_opt: 'Remove it.',
  gpus: 'Use "deploy.resources.reservations.generic_resources".',
  group_add: 'Use "user: uid:gid".',
  label_file: 'Write the labels out under "deploy.labels".',
  mem_reservation: 'Use "deploy.resources.reservations.memory".',
  mem_swappiness: 'Remove it.',
  models: 'Remove it.',
  oom_kill_disable: 'Remove it.',
  pids_limit: 'Use "deploy.resources.limits.pids".',
  platform: 'Use "deploy.placement.constraints" with node.platform.arch.',
  post_start: 'Do it in the entrypoint of the image.',
  pre_stop: 'Handle the stop signal in the image.',
  profiles: 'Use an overlay, compose.<feature>.yml.',
  provider: 'Remove it.',
  pull_policy: 'Remove it: swarm resolves the tag when it deploys.',
  runtime: 'Remove it.',
  scale: 'Use "deploy.replicas".',
  storage_opt: 'Remove it.',
  use_api_socket: 'Remove it.',
  uts: 'Remove it.',
};

/** The same of the whole document. */
export const REJECTED_AT_TOP: { readonly [key: string]: string } = {
  name: 'Remove it: a hoster names the stack when deploying it.',
  include: 'Use overlays, compose.<feature>.yml.',
  models: 'Remove it.',
};
