/** Command line of a real Traefik v3 that reads the labels of services on the network `proxy`, as hosters run it. */
export function traefikArguments(): string[] {
  return [
    '--providers.swarm=true',
    '--providers.swarm.endpoint=unix:///var/run/docker.sock',
    '--providers.swarm.exposedbydefault=false',
    '--providers.swarm.network=proxy',
    '--providers.swarm.refreshseconds=1',
    '--entrypoints.web.address=:8080',
    '--entrypoints.web-secure.address=:8443',
    '--entrypoints.web-secure.http.tls=true',
    '--global.checknewversion=false',
    '--global.sendanonymoususage=false',
    '--log.level=INFO',
  ];
}
