import { describe, expect, test } from 'vitest';
import type { Shared } from '../../scripts/lib/engine/engine.ts';
import { parseRecipe } from '../../scripts/lib/recipe/parse.ts';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import { planTrial, type TrialPlan } from '../../scripts/lib/trial/plan.ts';
import { meetingsWithOthers, onSharedSwarm, overlayText, sharedStack } from '../../scripts/lib/trial/shared-swarm.ts';

const shared: Shared = { id: '0a1b2c3d', labels: { 'org.recipe-commons.run': '0a1b2c3d' }, node: 'node1' };

function plan(compose: string): TrialPlan {
  const files = [recipeFile('compose.yml', Buffer.from(compose), false)];
  const recipe = parseRecipe({ name: 'wiki', folder: 'recipes/wiki', commit: null, files, findings: [] });
  return onSharedSwarm(planTrial(recipe, { stack: sharedStack('wiki', shared) }), shared);
}

const COMPOSE = `version: "3.9"
services:
  app:
    image: ghcr.io/acme/wiki:1
    networks: [proxy, internal]
    environment: {PRICE: "5$$"}
    secrets: [pass]
    volumes: [data:/data]
    deploy: {placement: {constraints: [node.labels.disk == ssd]}, labels: ["traefik.enable=true"]}
networks: {proxy: {external: true}, internal: {internal: true}}
volumes: {data: {labels: [kept=yes]}}
secrets: {pass: {external: true, name: "\${STACK_NAME}_pass_v1"}}
`;

test('everything is named after the run and labelled', () => {
  const { stack, commands } = plan(COMPOSE);
  const script = (id: string) => commands.find((command) => command.id === id)?.script;
  expect(meetingsWithOthers(plan(COMPOSE))).toEqual([]);
  expect(stack).toBe('wiki-0a1b2c3d');
  expect(script('settings')).toContain('export STACK_NAME=wiki-0a1b2c3d');
  const label = '--label org.recipe-commons.run=0a1b2c3d';
  expect(script('network')).toBe(`docker network create --driver overlay --attachable ${label} wiki-0a1b2c3d-proxy`);
  expect(script('secrets')).toContain(`docker secret create ${label} `);
  expect(script('deploy')).toContain(
    '--compose-file compose.yml --compose-file compose.shared-swarm.yml "$STACK_NAME"',
  );
});

test('the overlay puts a private network for "proxy", pins to one node and switches off what others act on', () => {
  const labels = { 'org.recipe-commons.run': '0a1b2c3d' };
  expect(JSON.parse(overlayText(plan(COMPOSE), shared))).toEqual({
    version: '3.9',
    services: {
      app: {
        deploy: {
          labels: { 'traefik.enable': 'false', 'backupbot.backup': 'false', ...labels },
          placement: { constraints: ['node.labels.disk == ssd', 'node.id == node1'] },
        },
      },
    },
    networks: { proxy: { external: true, name: 'wiki-0a1b2c3d-proxy' }, internal: { internal: true, labels } },
    volumes: { data: { labels: { kept: 'yes', ...labels } } },
    configs: {},
  });
});

describe('what could meet another’s is not tried there', () => {
  test.each([
    ['volumes: {data: {name: wiki_data}}', 'its volumes must be its own; "wiki_data" is not named after the stack'],
    ['networks: {mail: {external: true}}', 'its networks must be its own; "mail" is not named after the stack'],
    ['secrets: {pass: {external: {name: other_pass}}}', 'its secrets must be its own; "other_pass"'],
    ['configs: {conf: {file: ./x, name: conf_v1}}', 'its configs must be its own; "conf_v1"'],
  ])('%s', (part, problem) => {
    const base = 'version: "3.9"\nservices: {app: {image: "ghcr.io/acme/wiki:1"}}\n';
    expect(meetingsWithOthers(plan(base + part)).join()).toContain(problem);
  });

  test('a published port', () => {
    const ports = plan('version: "3.9"\nservices: {app: {image: "ghcr.io/acme/wiki:1", ports: ["80:80"]}}\n');
    expect(meetingsWithOthers(ports).join()).toContain('no port can be published, as service "app" does');
  });
});
