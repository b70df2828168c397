import { expect, test } from 'vitest';
import { parseRecipe } from '../../scripts/lib/recipe/parse.ts';
import { readRecipe } from '../../scripts/lib/recipe/read.ts';
import { recipeFile } from '../../scripts/lib/recipe/recipe-file.ts';
import { type EngineService, engineCompose } from '../../scripts/lib/trial/isolation/engine-compose.ts';
import { rulesOnEngine } from '../../scripts/lib/trial/isolation/rules.ts';

const CONTAINER = {
  Image: 'ghcr.io/recipe-commons/fossil:2.21-3@sha256:00',
  User: '10001:10001',
  ReadOnly: true,
  CapabilityDrop: ['ALL'],
  Mounts: [{ Type: 'volume', Source: 'fossil_data', Target: '/var/lib/fossil' }],
};

function serviceWith(container: object): EngineService {
  return {
    Spec: {
      Name: 'fossil_app',
      Labels: { rule: 'Host(`$x`)' },
      TaskTemplate: {
        ContainerSpec: { ...CONTAINER, ...container },
        Networks: [{ Target: 'n1' }],
        Resources: { Limits: { MemoryBytes: 268435456, NanoCPUs: 5e8, Pids: 100 } },
        RestartPolicy: { Condition: 'any', MaxAttempts: 10 },
        LogDriver: { Name: 'json-file', Options: { 'max-size': '10m' } },
      },
    },
  };
}

const NETWORKS = [{ Id: 'n1', Name: 'proxy', Driver: 'overlay', Internal: false, Attachable: true }];
const VOLUMES = [{ Name: 'fossil_data', Driver: 'local' }];

function composeOf(container: object = {}) {
  return engineCompose('fossil', { services: [serviceWith(container)], networks: NETWORKS, volumes: VOLUMES });
}

async function judged(container: object) {
  const recipe = await readRecipe(process.cwd(), 'fossil');
  const file = recipeFile('compose.yml', Buffer.from(JSON.stringify(composeOf(container))), false);
  const files = recipe.files.map((each) => (each.path === 'compose.yml' ? file : each));
  return rulesOnEngine(recipe, parseRecipe({ ...recipe, commit: null, files, findings: [] }), '2026-01-01');
}

test('services of the engine read as a compose file, without the name of the stack', () => {
  expect(composeOf()).toMatchObject({
    services: {
      app: {
        image: 'ghcr.io/recipe-commons/fossil:2.21-3',
        volumes: [{ type: 'volume', source: 'data', target: '/var/lib/fossil' }],
        networks: ['proxy'],
        deploy: {
          labels: { rule: 'Host(`$$x`)' },
          resources: { limits: { memory: '268435456', cpus: '0.5', pids: 100 } },
        },
      },
    },
    networks: { proxy: { external: true, name: 'proxy' } },
    volumes: { data: { driver: 'local' } },
  });
});

test('an engine that runs what the file asks for has nothing to add', async () => {
  const { findings, unexpected, rules } = await judged({});
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(unexpected).toEqual([]);
  expect(rules).toBeGreaterThan(20);
});

test('what the engine runs and no file asks for is a disagreement', async () => {
  const { findings, unexpected } = await judged({ CapabilityAdd: ['CAP_SYS_ADMIN'], User: '0:0' });
  const rules = ['dangerous-capability', 'runs-as-root'];
  expect(findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(rules));
  expect(unexpected.map(({ rule }) => rule).toSorted()).toEqual(rules);
});
