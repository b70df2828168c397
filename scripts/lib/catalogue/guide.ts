/** Commands of the guides, as they are shown and as the tests run them. */

interface GuideStep {
  readonly id: string;
  readonly title: string;
  readonly script: string;
}

/** Versions of Traefik understand each other's labels within a major; its tag is the hoster's to raise. */
export const TRAEFIK_FILE = `version: "3.9"
services:
  app:
    image: traefik:v3.5
    command:
      - --providers.swarm.network=proxy
      - --providers.swarm.exposedByDefault=false
      - --entryPoints.web.address=:80
      - --entryPoints.web.http.redirections.entryPoint.to=web-secure
      - --entryPoints.web-secure.address=:443
      - --certificatesResolvers.production.acme.email=\${ACME_EMAIL:?your address}
      - --certificatesResolvers.production.acme.storage=/letsencrypt/production.json
      - --certificatesResolvers.production.acme.httpChallenge.entryPoint=web
      - --certificatesResolvers.staging.acme.email=\${ACME_EMAIL:?your address}
      - --certificatesResolvers.staging.acme.storage=/letsencrypt/staging.json
      - --certificatesResolvers.staging.acme.httpChallenge.entryPoint=web
      - --certificatesResolvers.staging.acme.caServer=https://acme-staging-v02.api.letsencrypt.org/directory
    ports:
      - {target: 80, published: 80, mode: host}
      - {target: 443, published: 443, mode: host}
    networks: [proxy]
    volumes:
      - letsencrypt:/letsencrypt
      - /var/run/docker.sock:/var/run/docker.sock:ro
    deploy:
      placement: {constraints: [node.role == manager]}
      update_config: {order: stop-first}
      resources: {limits: {memory: 256M}}
networks:
  proxy:
    external: true
volumes:
  letsencrypt:
`;

/** From an empty Debian to a swarm that recipes can be deployed to. */
export const PREPARE = [
  {
    id: 'docker',
    title: 'Install Docker',
    script: 'sudo apt-get update\nsudo apt-get install --yes docker.io\nsudo docker version',
  },
  {
    id: 'swarm',
    title: 'Make it a swarm of one',
    script: 'docker swarm init --advertise-addr "$(hostname -I | cut -d \' \' -f 1)"\ndocker node ls',
  },
  {
    id: 'network',
    title: 'Create the network that apps and the reverse proxy share',
    script: 'docker network create --driver overlay --attachable proxy',
  },
  {
    id: 'traefik',
    title: 'Deploy the reverse proxy',
    script: "export ACME_EMAIL='you@example.org'\ndocker stack deploy --compose-file traefik.yml traefik",
  },
  { id: 'look', title: 'See whether it runs', script: 'docker stack services traefik' },
] as const satisfies readonly GuideStep[];

/** In a folder with bundle, trial.json, lint.json and certificate.json of one version. */
export const VERIFY = [
  {
    id: 'reports',
    title: 'The reports are those that the certificate speaks of',
    script:
      'for report in lint trial; do\n  grep --quiet "$(sha256sum "$report.json" | cut -d \' \' -f 1)" certificate.json &&\n    echo "$report.json: as certified"\ndone',
  },
  {
    id: 'files',
    title: 'The bundle holds the certified tree',
    script: `tar -xzf *.tar.gz --one-top-level=unpacked --strip-components 1
(
  cd unpacked
  printf 'recipe-commons/tree/1\\n'
  find . -type f ! -path './certificates/*' -printf '%P\\n' | LC_ALL=C sort |
    while IFS= read -r file; do
      mode=100644
      [ -x "$file" ] && mode=100755
      printf '%s %s %s\\n%s\\n' "$mode" "$(printf %s "$file" | wc -c)" "$(wc -c < "$file")" "$file"
      cat "$file"
      echo
    done
) | sha256sum | cut -d ' ' -f 1
grep -o '"digest": "[0-9a-f]*"' certificate.json | tail -n 1`,
  },
  {
    id: 'images',
    title: 'What runs is what was tried (with the stack deployed)',
    script:
      "docker service ls --filter label=com.docker.stack.namespace=STACK --quiet |\n  xargs docker service inspect --format '{{.Spec.TaskTemplate.ContainerSpec.Image}}'\ngrep -o 'sha256:[0-9a-f]*' certificate.json",
  },
] as const satisfies readonly GuideStep[];
